"""Who can read a space."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.profiles.requests import SignedInRequest
from apps.spaces.presenters.readers import ReadersPanel, space_panel
from apps.spaces.views.doors import is_fragment, readable


@require_safe
def space_readers(request: SignedInRequest, slug: str) -> HttpResponse:
    space = readable(request, slug)
    panel = space_panel(request.user, space, after=request.GET.get("after", ""))
    return readers_answer(request, panel)


def readers_answer(request: SignedInRequest, panel: ReadersPanel) -> HttpResponse:
    """The page; for a script what the dialog shows, or the people that follow."""
    template = "spaces/readers.html"
    if is_fragment(request):
        template = (
            "spaces/_reader_rows.html" if panel.people.is_continued else "spaces/_readers.html"
        )
    return render(request, template, {"panel": panel})
