"""Exceptional access: asked for, answered, read, ended."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.core.decisions import require
from apps.core.http import attempt, see_other
from apps.files.serving import answer
from apps.oversight.actions import (
    approve_access,
    ask_access,
    decline_access,
    end_access,
    may_still_read,
    read_file,
    read_post,
    read_posts,
    withdraw_access,
)
from apps.oversight.forms import AnswerForm, AskForm
from apps.oversight.models import Access
from apps.oversight.permissions import can_see_glass
from apps.oversight.presenters.glass import access_page, glass_page
from apps.oversight.presenters.reading import reading_post, reading_room
from apps.posts.permissions import can_open_file
from apps.profiles.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
def glass(request: SignedInRequest) -> HttpResponse:
    """What one asked for or answers; POST asks. The answer is the same for every address."""
    require(can_see_glass(request.user))
    form = AskForm(request.POST) if request.method == "POST" else AskForm.blank()
    if form.is_bound:
        access = attempt(form, ask_access, asker=request.user)
        if access is not None:
            return see_other(reverse("glass_access", args=[access.pk]))
    page = glass_page(request.user, request.GET.get("before", ""))
    context = {"form": form, "glass": page}
    return render(request, "oversight/glass.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
def glass_access(request: SignedInRequest, pk: int) -> HttpResponse:
    """What was asked and answered; while it is in force, the posts. DELETE withdraws, or ends."""
    access = _visible(request, pk)
    if request.method in ("POST", "DELETE"):
        end = withdraw_access if access.is_waiting else end_access
        end(actor=request.user, access=access)
        return see_other(reverse("glass_access", args=[access.pk]))
    if not Access.objects.in_force_for(request.user).contains(access):
        return _told(request, access, AnswerForm())
    before = request.GET.get("before", "")
    found = read_posts(reader=request.user, access=access, before=before)
    page = access_page(request.user, access)
    room = reading_room(page, access, found, is_first=not before)
    return render(request, "oversight/reading.html", {"room": room})


@require_safe
def glass_post(request: SignedInRequest, pk: int, post_pk: int) -> HttpResponse:
    """One post of the space with the answers to it, while the access is in force."""
    access = _visible(request, pk)
    if not Access.objects.in_force_for(request.user).contains(access):
        raise Http404
    post = read_post(reader=request.user, access=access, post_id=post_pk)
    if post is None:
        raise Http404
    page = access_page(request.user, access)
    shown = reading_post(page, access, post, after=request.GET.get("after", ""))
    return render(request, "oversight/reading_post.html", {"shown": shown})


@require_safe
def glass_file(request: SignedInRequest, pk: int, uuid: UUID) -> HttpResponseBase:
    """A file of the space, while the access is in force."""
    access = _visible(request, pk)
    if not Access.objects.in_force_for(request.user).contains(access):
        raise Http404
    found = read_file(reader=request.user, access=access, uuid=uuid)
    if found is None:
        raise Http404
    require(can_open_file(found))
    return answer(request, found.file, still=lambda: may_still_read(request.user, access))


@require_POST
def glass_answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Approve or decline, with a word."""
    access = _visible(request, pk)
    form = AnswerForm(request.POST)
    form.full_clean()
    act = approve_access if form.is_approved else decline_access
    answered = attempt(form, act, actor=request.user, access=access)
    if answered is not None:
        return see_other(reverse("glass_access", args=[access.pk]))
    return _told(request, access, form)


def _told(request: SignedInRequest, access: Access, form: AnswerForm) -> HttpResponse:
    context = {"form": form, "access": access_page(request.user, access)}
    return render(request, "oversight/access.html", context, status=422 if form.errors else 200)


def _visible(request: SignedInRequest, pk: int) -> Access:
    return get_object_or_404(Access.objects.visible_to(request.user).with_people(), pk=pk)
