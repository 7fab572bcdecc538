"""The administrators' site: an explicit list of what may be managed there.

A site of our own, and not Django's default one, because packages register their models on that:
what is not registered here with `@admin.register(Model, site=administration)` does not exist there.
Administrators run the system; nothing that people wrote, and nothing of confidential spaces, is in.
"""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.decorators import secure_admin_login
from csp.constants import NONCE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.sites import UnfoldAdminSite

View = Callable[..., HttpResponseBase]


# As strict as the interface of the package allows: Alpine makes functions of its attributes, which
# is "unsafe-eval", and sets the width of one bar by an attribute. No script and no stylesheet
# stands in a page without our word, and none comes from elsewhere.
POLICY = {
    "script-src": [SELF, UNSAFE_EVAL],
    "style-src": [SELF, NONCE],
    "style-src-attr": [UNSAFE_INLINE],
}


class Administration(UnfoldAdminSite):
    site_title = site_header = _("Administration")
    index_title = _("Administration")
    enable_nav_sidebar = True

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and request.user.is_staff)

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        """One list: in which app of the code a model lives is no concern of administrators."""
        apps = super().get_app_list(request, app_label)
        models = [model for app in apps for model in app["models"]]
        return [{**apps[0], "name": self.index_title, "models": models}] if apps else []

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Every page under the policy above; the package's two styles carry its nonce."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def with_policy(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response = guarded(request, *args, **kwargs)
            if isinstance(response, TemplateResponse):
                response.add_post_render_callback(partial(_with_nonce, request))
            return response

        return csp_replace(POLICY)(with_policy)

    def get_urls(self) -> list[Any]:
        """Without Django's way from any row of any table to its page: an address says a name."""
        urls = super().get_urls()
        return [url for url in urls if getattr(url, "name", "") != "view_on_site"]

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("account_change_password")

    def logout(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if request.method == "POST":
            get_adapter(request).logout(request)
        return redirect("account_login")


def _with_nonce(request: HttpRequest, response: HttpResponse) -> None:
    """Text of people is escaped: a `<style` in the answer is the package's own."""
    nonce = f'<style nonce="{request.csp_nonce}"'.encode()  # type: ignore[attr-defined]
    response.content = response.content.replace(b"<style", nonce)


administration = Administration(name="admin")
# Signing in is the same for everybody, with its second step.
administration.login = secure_admin_login(administration.login)


class Managed(ModelAdmin):
    """A model administrators manage. Nobody is a superuser: the right is to be an administrator."""

    show_full_result_count = False
    list_per_page = 50

    def view_on_site(self, obj: Any) -> str | None:
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None

    def lookup_allowed(self, lookup: str, value: str, request: Any = None) -> bool:
        """Only the filters shown. Django allows every column and relation in the address: whose
        post a number is, what a password's seal begins with.
        """
        return lookup.partition("__")[0] in self.list_filter

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and request.user.is_staff)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is deleted here: people are deactivated, spaces archived."""
        return False


class ReadOnly(Managed):
    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
