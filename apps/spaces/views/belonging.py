"""Joining, leaving, following; and the members of a space."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from apps.core.decisions import require
from apps.profiles.requests import SignedInRequest
from apps.spaces.actions import (
    add_member,
    follow_space,
    join_space,
    leave_space,
    remove_member,
    unfollow_space,
)
from apps.spaces.entering import can_invite, can_view_members
from apps.spaces.forms import MembersQuestion, RoleForm
from apps.spaces.listing import colleagues_to_add, members_of
from apps.spaces.models import Space
from apps.spaces.permissions import can_manage_members, can_read, standing
from apps.spaces.presenters import member_row, members_page, space_header, space_row
from apps.spaces.views.doors import colleague, is_fragment, listed, readable


@require_http_methods(["POST", "DELETE"])
def space_membership(request: SignedInRequest, slug: str) -> HttpResponse:
    """POST joins, DELETE leaves; from the list of spaces the answer is the row."""
    space = listed(request, slug)
    if request.method == "POST":
        join_space(user=request.user, space=space)
    else:
        leave_space(user=request.user, space=space)
    space.refresh_from_db()
    if is_fragment(request):
        return _membership_fragment(request, space)
    is_open_to_me = can_read(request.user, space)
    target = space.get_absolute_url() if is_open_to_me else reverse("spaces")
    return HttpResponseRedirect(target, status=303)


@require_http_methods(["POST", "DELETE"])
def space_follow(request: SignedInRequest, slug: str) -> HttpResponse:
    """POST follows, DELETE stops."""
    space = readable(request, slug)
    action = follow_space if request.method == "POST" else unfollow_space
    action(user=request.user, space=space)
    if is_fragment(request):
        header = space_header(request.user, space)
        return render(request, "spaces/_follow.html", {"space": header})
    return HttpResponseRedirect(space.get_absolute_url(), status=303)


@require_safe
def space_members(request: SignedInRequest, slug: str) -> HttpResponse:
    """Who belongs here; with `HX-Request` the list, the rows that follow, or whom to add.

    Who may invite and not see the list is brought to where one invites.
    """
    space = readable(request, slug)
    if space.built_in:
        raise Http404
    where = standing(request.user, space)
    sees = can_view_members(where)
    if not sees and can_invite(where):
        return redirect("space_invitations", slug)
    require(sees)
    question = MembersQuestion.read(request.GET)
    found = members_of(request.user, space, question)
    may_add = question.adding and (can_manage_members(where) or can_invite(where))
    candidates = colleagues_to_add(request.user, question.adding) if may_add else []
    page = members_page(request.user, space, question, found, candidates)
    return render(request, _members_template(request, question), {"members": page})


@require_http_methods(["POST", "DELETE"])
def space_member(request: SignedInRequest, slug: str, username: str) -> HttpResponse:
    """POST adds a colleague or changes their role, DELETE removes them."""
    space, person = readable(request, slug), colleague(request, username)
    if request.method == "DELETE":
        remove_member(actor=request.user, space=space, user=person)
        return _after_removal(request, space)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return render(request, "spaces/_role_refused.html", {"form": form}, status=422)
    membership = add_member(actor=request.user, space=space, user=person, **form.cleaned_data)
    if is_fragment(request):
        membership.user = person
        row = member_row(request.user, space, membership)
        return render(request, "spaces/_member_row.html", {"row": row})
    return HttpResponseRedirect(reverse("space_members", args=[space.slug]), status=303)


def _membership_fragment(request: SignedInRequest, space: Space) -> HttpResponse:
    if request.POST.get("as") == "row":
        row = space_row(request.user, space)
        return render(request, "spaces/_row.html", {"row": row})
    if can_read(request.user, space):
        header = space_header(request.user, space)
        return render(request, "spaces/_header.html", {"space": header})
    return HttpResponse(headers={"HX-Redirect": reverse("spaces")})


def _members_template(request: SignedInRequest, question: MembersQuestion) -> str:
    if not is_fragment(request):
        return "spaces/members.html"
    if "add" in request.GET:
        return "spaces/_candidates.html"
    return "spaces/_member_rows.html" if question.cursor else "spaces/_members.html"


def _after_removal(request: SignedInRequest, space: Space) -> HttpResponse:
    if is_fragment(request):
        return HttpResponse()
    here = can_read(request.user, space)
    target = reverse("space_members", args=[space.slug]) if here else reverse("spaces")
    return HttpResponseRedirect(target, status=303)
