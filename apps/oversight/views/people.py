"""People, for administrators."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.actions import change_email, invite_person, withdraw_invitation
from apps.accounts.models import Invitation
from apps.accounts.telling import tell_of_new_address
from apps.core.http import attempt, see_other
from apps.oversight.actions import end_access_of, end_sessions_of
from apps.oversight.forms import InviteForm, MailboxForm, PeopleQuestion, RolesForm
from apps.oversight.listing import invitations_waiting, people_found
from apps.oversight.presenters.desk import tabs
from apps.oversight.presenters.people import (
    confirm_end,
    confirm_roles,
    people_page,
    person_page,
)
from apps.oversight.views.doors import administered, ask_first, for_administrators
from apps.profiles.actions import reactivate_person
from apps.profiles.models import User
from apps.profiles.requests import SignedInRequest
from apps.profiles.roles import set_roles


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def people(request: SignedInRequest) -> HttpResponse:
    """Everybody, found by name or mailbox; POST mails an invitation."""
    language = {"language": get_language()}
    form = InviteForm(request.POST if request.method == "POST" else None, initial=language)
    if form.is_bound and attempt(form, invite_person, actor=request.user) is not None:
        messages.success(request, _("The invitation is on its way."))
        return see_other(reverse("administration_people"))
    question = PeopleQuestion.read(request.GET)
    found = people_found(request.user, question)
    page = people_page(question, found, invitations_waiting())
    context = {"form": form, "page": page, "tabs": tabs("administration_people")}
    return render(request, "oversight/people.html", context, status=422 if form.errors else 200)


@require_http_methods(["POST", "DELETE"])
@for_administrators
def invitation(request: SignedInRequest, pk: int) -> HttpResponse:
    """POST mails it again with a new link, DELETE withdraws it."""
    found = get_object_or_404(Invitation, pk=pk)
    if request.method == "POST":
        invite_person(actor=request.user, email=found.email, language=found.language)
        messages.success(request, _("The invitation is on its way again."))
    else:
        withdraw_invitation(actor=request.user, invitation=found)
    return see_other(reverse("administration_people"))


@require_safe
@for_administrators
def person(request: SignedInRequest, username: str) -> HttpResponse:
    return _person(request, administered(request, username), MailboxForm())


@require_POST
@for_administrators
def roles(request: SignedInRequest, username: str) -> HttpResponse:
    """What a person is entrusted with; said before it is done."""
    who = administered(request, username)
    form = RolesForm(request.POST)
    form.full_clean()
    confirmation = confirm_roles(who, form.wanted)
    if confirmation is not None and not form.cleaned_data["confirmed"]:
        return ask_first(request, confirmation)
    if confirmation is not None:
        set_roles(actor=request.user, person=who, **form.wanted)
        messages.success(request, _("Changed. They are told."))
    return _back(who)


@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
@for_administrators
def access(request: SignedInRequest, username: str) -> HttpResponse:
    """GET says what ending somebody's access does; DELETE ends it, POST gives it back."""
    who = administered(request, username)
    if request.method == "DELETE":
        end_access_of(actor=request.user, person=who)
        messages.success(request, _("Their access has ended."))
    elif request.method == "POST":
        reactivate_person(actor=request.user, person=who)
        messages.success(request, _("Access is given back."))
    else:
        return ask_first(request, confirm_end(who))
    return _back(who)


@require_http_methods(["DELETE"])
@for_administrators
def sessions(request: SignedInRequest, username: str) -> HttpResponse:
    """Sign somebody out everywhere."""
    who = administered(request, username)
    end_sessions_of(actor=request.user, person=who)
    messages.success(request, _("Every session of theirs has ended."))
    return _back(who)


@require_POST
@for_administrators
def mailbox(request: SignedInRequest, username: str) -> HttpResponse:
    """Another mailbox; told at the one before."""
    who = administered(request, username)
    before, form = who.email, MailboxForm(request.POST)
    attempt(form, change_email, actor=request.user, person=who)
    if form.errors:
        return _person(request, who, form)
    if who.email != before:
        tell_of_new_address(request, who, before)
    messages.success(request, _("Changed. They are told at the mailbox they had."))
    return _back(who)


def _person(request: SignedInRequest, who: User, form: MailboxForm) -> HttpResponse:
    page = person_page(request.user, who)
    context = {"page": page, "form": form, "tabs": tabs("administration_people")}
    return render(request, "oversight/person.html", context, status=422 if form.errors else 200)


def _back(who: User) -> HttpResponse:
    return see_other(reverse("administration_person", args=[who.username]))
