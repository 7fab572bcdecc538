"""A passkey in a real browser, under the real content security policy."""

import pytest
from playwright.sync_api import Browser, Page, expect

from apps.accounts.actions import confirm_email
from apps.profiles.models import User
from tests.conftest import make_person

pytestmark = pytest.mark.browser

PASSWORD = "cheval-agrafe-marine-42"


@pytest.fixture
def person(transactional_db: None) -> User:
    user = make_person("Ana Alves", password=PASSWORD, language="en")
    confirm_email(user)
    return user


@pytest.fixture
def page(live_server, browser: Browser):
    context = browser.new_context(base_url=live_server.url, locale="en-GB")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def authenticator(page: Page) -> None:
    """A device that holds passkeys and recognises its owner."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_is_added_and_then_signs_in_alone(page: Page, person: User):
    refused: list[str] = []
    page.on(
        "console",
        lambda line: refused.append(line.text) if "Content Security Policy" in line.text else None,
    )
    authenticator(page)
    page.goto("/accounts/login/?next=/accounts/2fa/webauthn/add/")
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()

    page.get_by_label("Name of this key").fill("My laptop")
    page.get_by_label("Sign in with it alone, without my password").check()
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.goto("/accounts/2fa/webauthn/")
    expect(page.get_by_role("link", name="Rename My laptop")).to_be_visible()

    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.goto("/accounts/login/?next=/settings/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="My page")).to_be_visible()
    assert refused == []


def test_a_browser_without_the_passkey_says_so(page: Page, person: User):
    page.goto("/accounts/login/")
    # No authenticator at all: the browser refuses at once.
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('none')) }")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("The key was not read.")).to_be_visible()
