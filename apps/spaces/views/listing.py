"""The list of spaces, and the composer's way of choosing one."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.core.html import clean_text
from apps.profiles.requests import SignedInRequest
from apps.spaces.forms import MAX_QUERY_LENGTH, SpacesQuestion
from apps.spaces.listing import places_to_post, spaces_for
from apps.spaces.presenters import space_options, spaces_page
from apps.spaces.views.doors import is_fragment


@require_safe
def spaces(request: SignedInRequest) -> HttpResponse:
    """All spaces one may know of; with `HX-Request` the list alone, or the rows that follow."""
    question = SpacesQuestion.read(request.GET)
    page = spaces_page(request.user, question, spaces_for(request.user, question))
    template = "spaces/spaces.html"
    if is_fragment(request):
        template = "spaces/_rows.html" if question.cursor else "spaces/_list.html"
    return render(request, template, {"spaces": page})


@require_safe
def space_picker(request: SignedInRequest) -> HttpResponse:
    """Options for the composer: at most twenty spaces this person may post in."""
    text = clean_text(request.GET.get("q", ""))[:MAX_QUERY_LENGTH]
    options = space_options(places_to_post(request.user, text))
    template = "spaces/_picker.html" if is_fragment(request) else "spaces/picker.html"
    return render(request, template, {"options": options, "text": text})
