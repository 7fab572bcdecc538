"""A space created, described, made stricter, archived; and its card."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from apps.profiles.requests import SignedInRequest
from apps.spaces.actions import (
    allow_content_in_mail,
    archive_space,
    change_kind,
    edit_space,
    found_space,
    restore_space,
)
from apps.spaces.forms import DescriptionForm, KindChangeForm, NewSpaceForm
from apps.spaces.models import Space
from apps.spaces.permissions import can_archive_space, can_edit_space, can_read
from apps.spaces.presenters import about_page, kind_change, kind_choices, space_header
from apps.spaces.presenters.urls import space_urls
from apps.spaces.views.doors import listed, readable, require_in, typed_in


@require_http_methods(["GET", "HEAD", "POST"])
def space_new(request: SignedInRequest) -> HttpResponse:
    typed = typed_in(request)
    form = (
        NewSpaceForm.blank(request.user, get_language())
        if typed is None
        else NewSpaceForm(typed, user=request.user)
    )
    if form.is_valid():
        space = form.attempt(found_space, owner=request.user)
        if space is not None:
            return HttpResponseRedirect(space.get_absolute_url(), status=303)
    context = {"form": form, "kinds": kind_choices(form["kind"].value())}
    return render(request, "spaces/new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def space_edit(request: SignedInRequest, slug: str) -> HttpResponse:
    space = readable(request, slug)
    require_in(request, space, can_edit_space)
    form = DescriptionForm(typed_in(request), initial=_description(space))
    if form.is_valid():
        edited = form.attempt(edit_space, actor=request.user, space=space)
        if edited is not None:
            return HttpResponseRedirect(edited.get_absolute_url(), status=303)
    context = {"form": form, "space": space_header(request.user, space)}
    return render(request, "spaces/edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def space_kind(request: SignedInRequest, slug: str) -> HttpResponse:
    """GET says what another kind (`?kind=`) would change, POST changes it."""
    space = readable(request, slug)
    require_in(request, space, can_archive_space)
    form = KindChangeForm(typed_in(request))
    if form.is_valid():
        changed = form.attempt(change_kind, actor=request.user, space=space)
        if changed is not None:
            return HttpResponseRedirect(changed.get_absolute_url(), status=303)
    target = form["kind"].value() or request.GET.get("kind", "")
    context = {
        "form": form,
        "space": space_header(request.user, space),
        "change": kind_change(request.user, space, target),
    }
    return render(request, "spaces/kind.html", context, status=422 if form.errors else 200)


@require_http_methods(["POST", "DELETE"])
def space_archive(request: SignedInRequest, slug: str) -> HttpResponse:
    """POST archives, DELETE opens it to writing again."""
    space = readable(request, slug)
    action = archive_space if request.method == "POST" else restore_space
    action(actor=request.user, space=space)
    return HttpResponseRedirect(space.get_absolute_url(), status=303)


@require_http_methods(["POST", "DELETE"])
def space_mails(request: SignedInRequest, slug: str) -> HttpResponse:
    """POST lets mails quote what is written in a confidential space, DELETE ends it."""
    space = readable(request, slug)
    is_allowed = request.method == "POST"
    allow_content_in_mail(actor=request.user, space=space, is_allowed=is_allowed)
    return HttpResponseRedirect(space_urls(space).edit, status=303)


@require_safe
def space_about(request: SignedInRequest, slug: str) -> HttpResponse:
    """Who sees what. Someone who may know the name only is shown the public part."""
    space = listed(request, slug)
    about = about_page(request.user, space, may_read=can_read(request.user, space))
    return render(request, "spaces/about.html", {"about": about})


def _description(space: Space) -> dict[str, str]:
    return {name: getattr(space, name) for name in DescriptionForm.base_fields}
