"""Codes, recovery codes, passkeys."""

import re

import pytest
from django.core import mail
from django.test import Client

from tests.accounts.conftest import PASSWORD, code_of, is_signed_in, use_authenticator_app


@pytest.fixture
def confirmed(account, sign_in):
    """A signed-in client that has just given its password again: (client, person)."""
    user = account("Ana Alves")
    client, _answer = sign_in(user)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client, user


def test_setting_up_the_app_gives_recovery_codes_and_a_mail(confirmed, sign_in):
    client, user = confirmed
    page = client.get("/accounts/2fa/totp/activate/").text
    secret = re.search(r'id="authenticator_secret">(\w+)<', page)[1]
    wrong = client.post("/accounts/2fa/totp/activate/", {"code": "000000"})
    assert 'aria-invalid="true"' in wrong.text
    answer = client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    assert answer["Location"] == "/accounts/2fa/recovery-codes/"
    codes = re.findall(
        r"^[0-9a-f]{8}$", _textarea(client.get(answer["Location"]).text), re.MULTILINE
    )
    assert len(codes) == 10
    assert [message.to for message in mail.outbox] == [[user.email]] * len(mail.outbox)

    other, answer = sign_in(user)
    assert not is_signed_in(other)
    other.post("/accounts/2fa/authenticate/", {"code": codes[0]})
    assert is_signed_in(other)
    third, _answer = sign_in(user)
    third.post("/accounts/2fa/authenticate/", {"code": codes[0]})
    assert not is_signed_in(third)


def test_what_protects_the_account_asks_for_the_password_again(account, sign_in):
    client, _answer = sign_in(account())
    for path in ("totp/activate/", "webauthn/add/", "recovery-codes/generate/"):
        answer = client.get(f"/accounts/2fa/{path}")
        assert answer.status_code == 302, path
        assert answer["Location"].startswith(("/accounts/reauthenticate/", "/accounts/2fa/")), path


def test_a_wrong_code_does_not_let_in(account, sign_in):
    user = account()
    secret = use_authenticator_app(user)
    client, _answer = sign_in(user)
    page = client.get("/accounts/2fa/authenticate/")
    assert page.status_code == 200
    client.post("/accounts/2fa/authenticate/", {"code": "123"})
    assert not is_signed_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert is_signed_in(client)


def test_one_can_turn_back_at_the_second_step(account, sign_in):
    user = account()
    use_authenticator_app(user)
    client, _answer = sign_in(user)
    client.post("/accounts/logout/", {"next": "/accounts/login/"})
    assert client.get("/accounts/login/").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "",
        "totp/activate/",
        "webauthn/",
        "webauthn/add/",
    ],
)
def test_the_pages_are_ours_and_run_no_inline_script(confirmed, path):
    client, _user = confirmed
    answer = client.get(f"/accounts/2fa/{path}")
    assert answer.status_code == 200
    assert 'href="/accounts/sessions/"' in answer.text
    assert_no_inline(answer.text)


def test_the_pages_once_protected(confirmed):
    client, user = confirmed
    use_authenticator_app(user)
    for path in ("", "totp/deactivate/", "recovery-codes/generate/", "reauthenticate/"):
        answer = client.get(f"/accounts/2fa/{path}")
        assert answer.status_code == 200, path
        assert_no_inline(answer.text)


def test_the_sign_in_page_offers_passkeys_without_inline_scripts(db):
    answer = Client().get("/accounts/login/")
    assert 'id="passkey_login"' in answer.text
    assert_no_inline(answer.text)
    policy = answer["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    options = (
        Client().get("/accounts/2fa/webauthn/login/", headers={"Accept": "application/json"}).json()
    )
    assert options["request_options"]["publicKey"]["challenge"]


def test_a_copy_of_the_database_gives_no_codes(account, settings, sign_in):
    user = account()
    secret = use_authenticator_app(user)
    stored = str(user.authenticator_set.values_list("data", flat=True))
    assert stored
    assert secret not in stored
    older = settings.SECRET_KEY
    settings.SECRET_KEY = "another-secret" * 5
    settings.SECRET_KEY_FALLBACKS = [older]
    client, _answer = sign_in(user)
    client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert is_signed_in(client)


def assert_no_inline(html: str) -> None:
    """A block of data is not a script; everything that runs comes from a file."""
    for attributes, body in re.findall(r"<script([^>]*)>(.*?)</script>", html, re.DOTALL):
        assert not body.strip() or 'type="application/json"' in attributes, body
    assert not re.search(r"<[^>]+\s(style|on\w+)=", html)


def _textarea(html: str) -> str:
    return re.search(r"<textarea[^>]*>(.*?)</textarea>", html, re.DOTALL)[1]
