"""Nobody reads before signing in; what was typed meanwhile is kept for whoever typed it."""

from collections.abc import Callable

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from apps.accounts.kept import keep_what_was_typed


class SignInFirst(LoginRequiredMiddleware):
    """Without a session: 401 to a fragment or a program, otherwise 303 to signing in."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponse]
    ) -> HttpResponse:
        came_from = request.get_full_path()
        if request.method != "GET":
            came_from = keep_what_was_typed(request)
        url = f"{reverse('account_login')}?{urlencode({'next': came_from})}"
        if request.headers.get("HX-Request") or request.path.startswith("/api/"):
            return HttpResponse(status=401, headers={"HX-Redirect": url})
        return HttpResponseRedirect(url, status=303)
