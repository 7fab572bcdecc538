"""What a mail's own links lead to, and what a mail would look like."""

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from apps.notifications.kinds import kind_of
from apps.notifications.mails import preview
from apps.notifications.mails.unsubscribing import unsubscribing, want_mails
from apps.profiles.requests import SignedInRequest

# What a mail is made of: styles on its elements, and nothing that is fetched or does something.
MAIL_POLICY = {
    "default-src": [NONE],
    "script-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "img-src": [NONE],
    "font-src": [NONE],
    "connect-src": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [SELF],
}


@never_cache
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Mail programs POST here by themselves (RFC 8058), without session or CSRF: the token in the
    address is the right to do this, and to do nothing else."""
    asked = unsubscribing(token)
    if asked is None:
        raise Http404
    what = request.POST.get("what", "kinds") if request.method == "POST" else ""
    if what:
        want_mails(asked, is_wanted=what == "again", of_everything=what == "all")
    with override(asked.person.language or get_language()):
        page = {"labels": [kind.label for kind in asked.kinds], "what": what}
        return render(request, "notifications/unsubscribe.html", page)


@csp_replace(MAIL_POLICY)  # type: ignore[arg-type]
@xframe_options_sameorigin
@require_safe
def mail_preview(request: SignedInRequest, kind: str) -> HttpResponse:
    """The mail about a kind, with a sample, in the reader's language."""
    found = kind_of(kind)
    if found is None:
        raise Http404
    return HttpResponse(preview(found, get_language() or ""))
