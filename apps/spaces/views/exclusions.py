"""Excluding somebody, the page of the person excluded, and the appeals."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from apps.profiles.lines import person_line
from apps.profiles.requests import SignedInRequest
from apps.spaces.actions import answer_appeal, appeal, end_exclusion, exclude_person
from apps.spaces.entries import exclusions_in, my_exclusion
from apps.spaces.entry_forms import AppealAnswerForm, AppealForm, ExclusionForm
from apps.spaces.models import Exclusion
from apps.spaces.permissions import can_manage_members
from apps.spaces.presenters import exclusions_page, my_exclusion_page, space_header
from apps.spaces.views.doors import colleague, readable, require_in, typed_in


@require_http_methods(["GET", "HEAD", "POST"])
def space_member_exclusion(request: SignedInRequest, slug: str, username: str) -> HttpResponse:
    """The form says what will happen; POST excludes this colleague."""
    space, person = readable(request, slug), colleague(request, username)
    require_in(request, space, can_manage_members)
    form = ExclusionForm(typed_in(request))
    if form.is_valid():
        done = form.attempt(exclude_person, actor=request.user, space=space, user=person)
        if done is not None:
            return HttpResponseRedirect(reverse("space_exclusions", args=[slug]), status=303)
    context = {
        "form": form,
        "space": space_header(request.user, space),
        "person": person_line(person),
        "action": reverse("space_member_exclusion", args=[slug, username]),
    }
    return render(request, "spaces/exclude.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def space_exclusion(request: SignedInRequest, slug: str) -> HttpResponse:
    """Why one is kept out, until when, and the appeal; POST appeals."""
    exclusion = my_exclusion(request.user, slug)
    if exclusion is None:
        raise Http404
    form = AppealForm(typed_in(request))
    if form.is_valid():
        form.attempt(appeal, user=request.user, exclusion=exclusion)
        if not form.errors:
            return HttpResponseRedirect(reverse("space_exclusion", args=[slug]), status=303)
    context = {"exclusion": my_exclusion_page(request.user, exclusion), "form": form}
    return render(request, "spaces/exclusion.html", context, status=422 if form.errors else 200)


@require_safe
def space_exclusions(request: SignedInRequest, slug: str) -> HttpResponse:
    """Who is kept out of the space, those whose appeal waits first."""
    space = readable(request, slug)
    require_in(request, space, can_manage_members)
    page = exclusions_page(request.user, space, exclusions_in(request.user, space))
    context = {"page": page, "form": AppealAnswerForm()}
    return render(request, "spaces/exclusions.html", context)


@require_http_methods(["POST", "DELETE"])
def space_exclusion_of(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """POST answers the appeal, DELETE ends the exclusion."""
    space = readable(request, slug)
    require_in(request, space, can_manage_members)
    theirs = Exclusion.objects.visible_to(request.user).select_related("space", "user")
    exclusion = get_object_or_404(theirs.select_related("excluded_by"), pk=pk, space=space)
    if request.method == "DELETE":
        end_exclusion(actor=request.user, exclusion=exclusion)
        return HttpResponseRedirect(reverse("space_exclusions", args=[slug]), status=303)
    form = AppealAnswerForm(request.POST)
    if form.is_valid():
        is_lifted = form.cleaned_data.pop("decision") == "lift"
        form.attempt(answer_appeal, actor=request.user, exclusion=exclusion, is_lifted=is_lifted)
        if not form.errors:
            return HttpResponseRedirect(reverse("space_exclusions", args=[slug]), status=303)
    found = exclusions_in(request.user, space)
    context = {"page": exclusions_page(request.user, space, found), "form": form}
    return render(request, "spaces/exclusions.html", context, status=422)
