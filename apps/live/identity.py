"""Whose socket this is, by the same session that pages use, and whether it still is."""

from collections.abc import Iterable
from dataclasses import dataclass
from http.cookies import CookieError
from importlib import import_module
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user
from django.http.cookie import parse_cookie
from django.http.request import validate_host
from django.utils import timezone

from apps.profiles.models import User

SessionStore: Any = import_module(settings.SESSION_ENGINE).SessionStore


@dataclass(frozen=True, slots=True)
class Identity:
    """A person, and what proves them: the session, and the password it was opened with."""

    person_id: int
    session_key: str
    password_seal: str


def header(scope: dict[str, Any], name: bytes) -> str:
    """One header of an ASGI scope; empty when absent."""
    return next((v.decode("latin-1") for k, v in scope["headers"] if k == name), "")


def comes_from_here(scope: dict[str, Any]) -> bool:
    """Whether the page that opens the socket is ours. Programs, which have no page, send no origin.

    Browsers always send it and cannot forge it: this is what keeps another site from opening a
    socket with the visitor's cookie.
    """
    origin = header(scope, b"origin")
    if not origin or origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    page, host = urlsplit(origin), header(scope, b"host")
    if settings.SESSION_COOKIE_SECURE and page.scheme != "https":
        return False
    name = urlsplit(f"//{host}").hostname or ""
    return page.netloc == host and validate_host(name, settings.ALLOWED_HOSTS)


def session_key_of(scope: dict[str, Any]) -> str:
    try:
        cookies = parse_cookie(header(scope, b"cookie"))
    except CookieError:
        return ""
    return cookies.get(settings.SESSION_COOKIE_NAME, "")


def identify(session_key: str) -> Identity | None:
    """The active person this session belongs to, if its password is still theirs."""
    if not session_key:
        return None
    user = get_user(SimpleNamespace(session=SessionStore(session_key)))  # type: ignore[arg-type]
    if not user.is_authenticated:
        return None
    return Identity(user.pk, session_key, user.get_session_auth_hash())


def still_valid(identities: Iterable[Identity]) -> set[Identity]:
    """Those whose session exists, whose person is active and whose password is the same.

    Two queries for any number.
    """
    identities = list(identities)
    sessions = SessionStore.get_model_class().objects.filter(
        session_key__in=[identity.session_key for identity in identities],
        expire_date__gt=timezone.now(),
    )
    keys = set(sessions.values_list("session_key", flat=True))
    people = User.objects.active().filter(pk__in={i.person_id for i in identities})
    seals = {person.pk: person.get_session_auth_hash() for person in people.only("pk", "password")}
    return {
        identity
        for identity in identities
        if identity.session_key in keys and seals.get(identity.person_id) == identity.password_seal
    }
