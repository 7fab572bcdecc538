"""Asking to be let in; and those who wait, for the animators."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.profiles.requests import SignedInRequest
from apps.spaces.actions import answer_request, request_access, withdraw_request
from apps.spaces.entries import answered_lately, requests_waiting
from apps.spaces.entry_forms import AnswerForm, RequestForm
from apps.spaces.models import JoinRequest, Space
from apps.spaces.permissions import can_manage_members
from apps.spaces.presenters import closed_door, request_row, requests_page
from apps.spaces.views.doors import door_page, is_fragment, listed, readable, require_in


@require_http_methods(["POST", "DELETE"])
def space_request(request: SignedInRequest, slug: str) -> HttpResponse:
    """POST asks to be let in, DELETE takes it back."""
    space = listed(request, slug)
    if request.method == "DELETE":
        withdraw_request(user=request.user, space=space)
        return _at_the_door(request, space)
    form = RequestForm(request.POST)
    if form.is_valid():
        form.attempt(request_access, user=request.user, space=space)
    if not form.errors:
        return _at_the_door(request, space)
    return door_page(request, space, form=form, status=422)


@require_safe
def space_requests(request: SignedInRequest, slug: str) -> HttpResponse:
    """Who waits to be let in, the oldest first; with `HX-Request` the rows that follow."""
    space = readable(request, slug)
    require_in(request, space, can_manage_members)
    cursor = request.GET.get("after", "")
    found = requests_waiting(request.user, space, cursor)
    answered = [] if cursor else answered_lately(request.user, space)
    page = requests_page(request.user, space, found, answered)
    template = "_request_rows" if is_fragment(request) and cursor else "requests"
    return render(request, f"spaces/{template}.html", {"requests": page})


@require_POST
def space_request_answer(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Lets the person in, or not, with a word."""
    space = readable(request, slug)
    require_in(request, space, can_manage_members)
    mine = JoinRequest.objects.visible_to(request.user).with_people()
    asked = get_object_or_404(mine, pk=pk, space=space)
    form = AnswerForm(request.POST)
    if form.is_valid():
        word = form.cleaned_data["word"]
        answer_request(actor=request.user, request=asked, is_accepted=form.is_accepted, word=word)
        if not is_fragment(request):
            return HttpResponseRedirect(reverse("space_requests", args=[slug]), status=303)
        asked = mine.get(pk=pk)
    context = {"row": request_row(space, asked), "form": form}
    return render(request, "spaces/_request_row.html", context, status=422 if form.errors else 200)


def _at_the_door(request: SignedInRequest, space: Space) -> HttpResponse:
    if is_fragment(request):
        door = closed_door(request.user, space)
        context = {"door": door, "form": RequestForm.blank()}
        return render(request, "spaces/_ways_in.html", context)
    return HttpResponseRedirect(space.get_absolute_url(), status=303)
