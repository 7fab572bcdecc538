"""The demo of the product itself, as the contract promises it."""

import re
import signal
import time
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from rsn.local import ports
from rsn.local.welcome import ACCOUNTS, PASSWORD
from tests.local.conftest import Checkout

FIRST_SECONDS = 180  # collects and compresses files, migrates, writes half a year of posts
SECOND_SECONDS = 5


@pytest.mark.slow
def test_the_demo_keeps_the_contract(product: Checkout, port: int) -> None:
    first = product.demo(port, FIRST_SECONDS)
    for email in ACCOUNTS:
        assert email in product.said(first)
        assert _home_of(email, port) == 200
    first.send_signal(signal.SIGINT)
    assert first.wait(20) == 0
    assert product.living() == []
    assert not ports.is_taken(port)

    began = time.monotonic()
    second = product.demo(port)
    assert time.monotonic() - began < SECOND_SECONDS
    assert "The demo company" not in product.said(second)  # nothing is loaded again
    assert _home_of("employee@demo.example", port) == 200

    errors = [line for line in product.said(second).splitlines() if "(see " in line]
    assert errors == []


def _home_of(email: str, port: int) -> int:
    """Sign in with a plain form, as a browser without JavaScript; the status of the home page."""
    address = f"http://{ports.HOST}:{port}"
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    page = browser.open(f"{address}/accounts/login/", timeout=10).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token, page
    form = {"login": email, "password": PASSWORD, "csrfmiddlewaretoken": token[1]}
    answer = browser.open(f"{address}/accounts/login/", urlencode(form).encode(), timeout=10)
    assert answer.url == f"{address}/", f"{email} could not sign in: {answer.url}"
    return int(answer.status)
