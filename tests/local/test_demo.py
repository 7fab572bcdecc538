"""The demo of the product itself, as the contract promises it."""

import re
import signal
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from rsn.local import ports
from rsn.local.welcome import ACCOUNTS, PASSWORD
from tests.local.conftest import Checkout

# Collects and compresses files, migrates, writes half a year of posts, while other tests run.
FIRST_SECONDS = 400
STEPS = ("Static files", "Database", "The demo company")


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_demo_keeps_the_contract(product: Checkout, port: int) -> None:
    first = product.demo(port, FIRST_SECONDS)
    assert all(f"{step} " in product.said(first) for step in STEPS), "the premise"
    for email in ACCOUNTS:
        assert email in product.said(first)
        assert _home_of(email, port) == 200
    first.send_signal(signal.SIGINT)
    assert first.wait(60) == 0
    assert product.living() == []
    assert not ports.is_taken(port)

    # How long it takes is in docs/subsystems/performance.md; that nothing is done again, here.
    second = product.demo(port)
    assert not [step for step in (*STEPS, "Translations") if f"{step} " in product.said(second)]
    assert _home_of("employee@demo.example", port) == 200

    errors = [line for line in product.said(second).splitlines() if "(see " in line]
    assert errors == []


def _home_of(email: str, port: int) -> int:
    """Sign in with a plain form, as a browser without JavaScript; the status of the home page."""
    address = f"http://{ports.HOST}:{port}"
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    page = browser.open(f"{address}/accounts/login/", timeout=60).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token, page
    form = {"login": email, "password": PASSWORD, "csrfmiddlewaretoken": token[1]}
    answer = browser.open(f"{address}/accounts/login/", urlencode(form).encode(), timeout=60)
    assert answer.url == f"{address}/", f"{email} could not sign in: {answer.url}"
    return int(answer.status)
