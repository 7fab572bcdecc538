"""Real browsers on a real web process. Fixtures; tests/conftest.py makes them known, once."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from apps.profiles.models import User
from tests.processes import Network

CANDIDATES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-quic"]
# Milliseconds; what a browser needs when every core has another one to run.
PATIENCE = 25_000
expect.set_options(timeout=PATIENCE)


def chromium() -> str:
    """The browser's path: $CHROMIUM, or one of the usual names."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CANDIDATES)), None)
    assert found, "Browser tests need Chromium: apt-get install chromium, or set CHROMIUM=path."
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def context_of(browser: Browser, network: Network) -> Iterator:
    """`context_of(user)`: a browser of one person, signed in; more arguments are Playwright's."""
    with ExitStack() as opened:

        def open_context(user: User | None, **options: object) -> BrowserContext:
            context = browser.new_context(
                base_url=network.url,
                **({"locale": "en-GB"} | options),  # type: ignore[arg-type]
            )
            context.set_default_timeout(PATIENCE)
            opened.callback(context.close)
            if user is not None:
                client = Client()
                client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
                name = settings.SESSION_COOKIE_NAME
                cookie = {"name": name, "value": client.cookies[name].value, "url": network.url}
                context.add_cookies([cookie])
            return context

        yield open_context


@pytest.fixture
def page_of(context_of) -> object:
    """`page_of(user, "/")`: a tab of one person on that page, its socket open."""

    def open_page(user: User | None, path: str = "/", **options: object) -> Page:
        page = context_of(user, **options).new_page()
        page.goto(path)
        if user is not None:
            page.wait_for_selector("html[data-live=online]")
        return page

    return open_page
