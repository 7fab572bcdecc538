"""Coming in: asking for an account, opening one, and going on after a session was lost."""

from typing import cast

from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from apps.accounts.actions import (
    accept_invitation,
    ask_to_join,
    find_open_invitation,
    person_awaiting,
)
from apps.accounts.forms import AcceptInvitationForm, AskToJoinForm
from apps.accounts.kept import author_of, drop_kept, is_our_page, keep_what_was_typed
from apps.accounts.permissions import sign_up_is_open
from apps.core.http import attempt, see_other, wants_fragment
from apps.core.views import csrf_failed


@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """Ask for the link that opens an account; closed unless the organisation named its domains."""
    if request.user.is_authenticated:
        return redirect("home")
    if not sign_up_is_open():
        return render(request, "account/signup_closed.html")
    form = AskToJoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="ask_to_join", key=form.cleaned_data["email"]):
            return cast("HttpResponse", ratelimit.respond_429(request))
        attempt(form, ask_to_join, language=get_language())
        if not form.errors:
            return see_other(reverse("account_email_verification_sent"))
    return render(request, "account/signup.html", {"form": form}, status=_status(form))


@never_cache
@login_not_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Open the account that the link was sent for."""
    found = find_open_invitation(token)
    if found is None or request.user.is_authenticated:
        return render(request, "accounts/invitation_over.html", status=200 if found else 410)
    person = person_awaiting(found)
    form = AcceptInvitationForm(request.POST or None, email=found.email, person=person)
    if request.method == "POST":
        newcomer = attempt(form, accept_invitation, invitation=found, language=get_language())
        if newcomer:
            return cast("HttpResponse", perform_login(request, newcomer, email=newcomer.email))
    page = {"form": form, "email": found.email, "person": person}
    return render(request, "accounts/invitation.html", page, status=_status(form))


@require_http_methods(["DELETE"])
def kept(request: HttpRequest) -> HttpResponse:
    """Drop what was kept for the form that is sent to `path`."""
    drop_kept(request, request.POST.get("path", ""))
    page = request.POST.get("page", "")
    return see_other(page if is_our_page(request, page) else reverse("home"))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form opened before signing in again elsewhere: its words are kept, and shown once more.

    Only for the very person who opened it; any other forged or broken request is refused.
    """
    if not request.user.is_authenticated or author_of(request) != request.user.pk:
        return csrf_failed(request, reason)
    page = keep_what_was_typed(request)
    messages.info(request, _("This page was open for a while: check your text and send it again."))
    if wants_fragment(request):
        return HttpResponse(status=403, headers={"HX-Redirect": page})
    return HttpResponseRedirect(page, status=303)


def _status(form: AskToJoinForm | AcceptInvitationForm) -> int:
    return 422 if form.errors else 200
