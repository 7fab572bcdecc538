"""Pages that belong to no subject: alive, the accent colour, and what to say when it goes wrong."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from apps.core.accent import accent_of
from apps.core.decisions import Refused
from apps.core.http import wants_fragment

GetResponse = Callable[[HttpRequest], HttpResponse]


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process is alive: two bytes through the whole middleware, no session, no database."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
def theme(request: HttpRequest) -> HttpResponse:
    """The organisation's accent, as the two numbers that the tokens derive from.

    `?v=` is the colour itself: with the right one a browser need not ask again.
    """
    css = ""
    if settings.RSN_ACCENT:
        accent = accent_of(settings.RSN_ACCENT)
        css = f":root{{--accent-h:{accent.hue};--accent-c:{accent.chroma}}}"
    response = HttpResponse(css, content_type="text/css; charset=utf-8")
    is_current = request.GET.get("v") == settings.RSN_ACCENT
    kept = {"max_age": 31_536_000, "immutable": True} if is_current else {"max_age": 3600}
    patch_cache_control(response, public=True, **kept)
    return response


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same words whether it never existed, is withdrawn, or is not for this reader."""
    return _error(request, 404)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    reason = exception.reason if isinstance(exception, Refused) else ""
    return _error(request, 403, reason=reason)


def wrong_method(request: HttpRequest, allowed: str) -> HttpResponse:
    """A form's address opened by itself, or a page sent to; `allowed` as `Allow` says it."""
    response = _error(request, 405)
    response["Allow"] = allowed
    return response


def wrong_method_in_words(get_response: GetResponse) -> GetResponse:
    """Django answers 405 without a word; people get a page, as for every other error."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code == 405 and not response.content:
            return wrong_method(request, response["Allow"])
        return response

    return middleware


def broken(request: HttpRequest) -> HttpResponse:
    # Without the context processors: the database may be what is broken.
    response = render(None, "errors/500.html", status=500)
    response["X-Robots-Tag"] = "noindex"
    return response


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is too old or comes from elsewhere; what was typed is still in the browser."""
    return _error(request, 403, template="errors/csrf.html")


def _error(
    request: HttpRequest, status: int, *, template: str = "", **context: Any
) -> HttpResponse:
    name = "errors/_fragment.html" if wants_fragment(request) else f"errors/{status}.html"
    return render(request, template or name, {"status": status, **context}, status=status)
