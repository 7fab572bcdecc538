import re

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.core.cache import cache
from django.test import Client

from apps.accounts.actions import confirm_email
from apps.profiles.models import User

PASSWORD = "cheval-agrafe-marine-42"


@pytest.fixture(autouse=True)
def fresh_rate_limits():
    cache.clear()


@pytest.fixture(autouse=True)
def mails_leave(work_done_at_once):
    """A worker sends them; here it does so at once."""


@pytest.fixture
def account(person):
    """A person who can sign in with `PASSWORD`; `details` as for `register_person`."""

    def make(name: str = "", **details: object) -> User:
        user = person(name, password=PASSWORD, **details)
        confirm_email(user)
        return user

    return make


@pytest.fixture
def sign_in():
    """`sign_in(user)` posts the form as a browser does and returns (client, answer)."""

    def act(user: User, client: Client | None = None, **data: object):
        client = client or Client()
        form = {"login": user.email, "password": PASSWORD, **data}
        return client, client.post("/accounts/login/", form)

    return act


@pytest.fixture
def link_mailed():
    """The path of the last link mailed."""

    def find() -> str:
        found = re.findall(r"https?://[^/\s]+(/\S+)", mail.outbox[-1].body)
        assert found, mail.outbox[-1].body
        return found[0]

    return find


def is_signed_in(client: Client) -> bool:
    return client.get("/settings/preferences/").status_code == 200


def use_authenticator_app(user: User) -> str:
    """Have signing in ask for a code; returns the secret it comes from."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    return secret


def code_of(secret: str) -> str:
    """What an authenticator app shows now."""
    counters = list(totp.yield_hotp_counters_from_time())
    return totp.format_hotp_value(totp.hotp_value(secret, counters[len(counters) // 2]))
