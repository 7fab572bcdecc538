"""Inviting people to a closed space, and the invitation as the person invited sees it."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods

from apps.profiles.models import Unit
from apps.profiles.requests import SignedInRequest
from apps.spaces.actions import (
    accept_invitation,
    decline_invitation,
    invite_listed,
    invite_person,
    invite_unit,
    withdraw_invitation,
)
from apps.spaces.entering import can_invite, can_view_members
from apps.spaces.entries import invitations_waiting
from apps.spaces.entry_forms import AddressesForm, RequestForm, WordForm, YesOrNoForm
from apps.spaces.models import Invitation, Space
from apps.spaces.permissions import can_read, standing
from apps.spaces.presenters import (
    candidates_for,
    closed_door,
    invitations_page,
    report_lines,
    report_of,
)
from apps.spaces.views.doors import (
    colleague,
    is_fragment,
    listed,
    readable,
    require_in,
    typed_in,
)


@require_http_methods(["GET", "HEAD", "POST"])
def space_invitation(request: SignedInRequest, slug: str) -> HttpResponse:
    """What the person invited may know, and their answer."""
    space = listed(request, slug)
    door = closed_door(request.user, space)
    if door.invitation is None:
        return _answered_already(request, space)
    form = YesOrNoForm(typed_in(request))
    if not form.is_valid():
        context = {"door": door, "form": RequestForm.blank(), "answer": form}
        status = 422 if form.errors else 200
        return render(request, "spaces/invitation.html", context, status=status)
    if form.is_accepted:
        accept_invitation(user=request.user, space=space)
        return HttpResponseRedirect(space.get_absolute_url(), status=303)
    decline_invitation(user=request.user, space=space)
    messages.success(request, _("Your answer is given. Nothing of this space will reach you."))
    return HttpResponseRedirect(reverse("spaces"), status=303)


@require_http_methods(["GET", "HEAD", "POST"])
def space_invitations(request: SignedInRequest, slug: str) -> HttpResponse:
    """GET: who has not answered yet. POST invites: `username`, `unit`, or a text of `addresses`."""
    space = readable(request, slug)
    require_in(request, space, can_invite)
    if "username" in request.POST:
        return _invite_person(request, space)
    if "unit" in request.POST:
        return _invite_unit(request, space)
    form = AddressesForm(typed_in(request))
    if form.is_valid():
        lines = form.attempt(invite_listed, actor=request.user, space=space)
        if lines is not None:
            request.session[_key(space)] = report_lines(lines)
            return HttpResponseRedirect(reverse("space_invitations", args=[slug]), status=303)
    report = report_of(request.session.pop(_key(space), []))
    found = invitations_waiting(request.user, space, request.GET.get("after", ""))
    context = {"page": invitations_page(request.user, space, found, report), "form": form}
    status = 422 if form.errors else 200
    return render(request, _invitations_template(request), context, status=status)


@require_http_methods(["DELETE"])
def space_invitation_sent(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Takes back an invitation that waits."""
    space = readable(request, slug)
    invitation = get_object_or_404(Invitation.objects.visible_to(request.user), pk=pk, space=space)
    withdraw_invitation(actor=request.user, invitation=invitation)
    if is_fragment(request):
        return HttpResponse()
    return HttpResponseRedirect(reverse("space_invitations", args=[slug]), status=303)


def _invite_person(request: SignedInRequest, space: Space) -> HttpResponse:
    person = colleague(request, request.POST["username"])
    word = _word(request)
    invite_person(actor=request.user, space=space, user=person, word=word)
    if is_fragment(request):
        candidate = candidates_for(request.user, space, [person])[0]
        return render(request, "spaces/_candidate.html", {"candidate": candidate})
    sees = can_view_members(standing(request.user, space))
    page = "space_members" if sees else "space_invitations"
    return HttpResponseRedirect(reverse(page, args=[space.slug]), status=303)


def _invite_unit(request: SignedInRequest, space: Space) -> HttpResponse:
    unit = get_object_or_404(Unit, slug=request.POST["unit"])
    count = invite_unit(actor=request.user, space=space, unit=unit, word=_word(request))
    messages.success(request, _invited(count, unit))
    return HttpResponseRedirect(reverse("space_invitations", args=[space.slug]), status=303)


def _invited(count: int, unit: Unit) -> str:
    if not count:
        return _("Everyone of %(unit)s is a member already, or was invited.") % {"unit": unit.name}
    return ngettext(
        "%(count)s person of %(unit)s is invited.",
        "%(count)s people of %(unit)s are invited, each for themselves.",
        count,
    ) % {"count": number_format(count, force_grouping=True), "unit": unit.name}


def _word(request: SignedInRequest) -> str:
    form = WordForm(request.POST)
    return form.cleaned_data["word"] if form.is_valid() else ""


def _answered_already(request: SignedInRequest, space: Space) -> HttpResponse:
    """Pressing twice is pressing once; for anybody else there is no invitation."""
    if can_read(request.user, space):
        return HttpResponseRedirect(space.get_absolute_url(), status=303)
    raise Http404


def _invitations_template(request: SignedInRequest) -> str:
    is_more = is_fragment(request) and "after" in request.GET
    return "spaces/_invitation_rows.html" if is_more else "spaces/invitations.html"


def _key(space: Space) -> str:
    return f"invited.{space.pk}"
