"""Choices a browser remembers before anybody has signed in."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import override

THEME_COOKIE = "theme"


def remember_language(response: HttpResponse, language: str) -> None:
    _remember(response, settings.LANGUAGE_COOKIE_NAME, language)


def remember_theme(response: HttpResponse, theme: str) -> None:
    _remember(response, THEME_COOKIE, theme)


def language_of(person: Any) -> AbstractContextManager[None]:
    """Speak the language this person chose; go on in the present one where they chose none."""
    chosen = getattr(person, "language", "")
    return override(chosen) if chosen else nullcontext()


def _remember(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name,
        value,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite="Lax",
        httponly=True,
    )
