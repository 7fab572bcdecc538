"""A page says from which event on it must be told of changes."""

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.deprecation import MiddlewareMixin

from apps.events.cursor import latest_number


class CursorBeforeReading(MiddlewareMixin):
    """Take the stream's cursor before the page reads anything: what changes while it is rendered
    is then told again, never lost. Fragments and signed-out pages have no socket to resume.
    """

    def process_view(self, request: HttpRequest, view: Callable[..., object], *_: object) -> None:
        if request.method != "GET" or request.headers.get("HX-Request"):
            return
        if not getattr(view, "login_required", True):
            return
        if request.user.is_authenticated and _wants_a_page(request):
            # Whoever loads the person may have asked in the same query, hence before the page too.
            known = getattr(request.user, "live_cursor", None)
            request.live_cursor = latest_number() if known is None else known  # type: ignore[attr-defined]


def _wants_a_page(request: HttpRequest) -> bool:
    """A service worker that asks for a page on behalf of its tab says "empty", not "document"."""
    return request.headers.get("Sec-Fetch-Dest", "") in ("document", "empty", "")
