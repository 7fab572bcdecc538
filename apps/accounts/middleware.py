"""Nobody reads before signing in; what was typed meanwhile is kept for whoever typed it."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import LazyObject, empty
from django.utils.http import urlencode

from apps.accounts.kept import drop_kept, keep_what_was_typed, page_of


class SignInFirst(LoginRequiredMiddleware):
    """Without a session: 401 to a fragment or a program, otherwise 303 to signing in."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase], *rest: Any
    ) -> HttpResponseBase | None:
        refused = super().process_view(request, view_func, *rest)
        person: Any = request.user
        if refused is None and isinstance(person, LazyObject) and person._wrapped is not empty:
            # Known by now: a page asks hundreds of times who reads it, and each would go through
            # what loads them when needed.
            request.user = person._wrapped
        return refused

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponse:
        if request.path.startswith("/api/"):
            return HttpResponse(status=401)
        is_fragment = bool(request.headers.get("HX-Request"))
        if request.method not in ("GET", "HEAD"):
            came_from = keep_what_was_typed(request)
        else:
            # A fragment has no page of its own: one comes back to the page that asked for it.
            came_from = page_of(request) if is_fragment else request.get_full_path()
        url = f"{reverse('account_login')}?{urlencode({'next': came_from})}"
        if is_fragment:
            return HttpResponse(status=401, headers={"HX-Redirect": url})
        return HttpResponseRedirect(url, status=303)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """What was kept has arrived: the form it was for was accepted."""
        is_accepted = request.method == "POST" and response.status_code < 400
        is_refused = getattr(request, "has_kept_words", False)
        if is_accepted and not is_refused and request.user.is_authenticated:
            drop_kept(request, request.path)
        return response
