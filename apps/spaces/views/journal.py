"""The access journal, for everybody who reads the space."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.profiles.requests import SignedInRequest
from apps.spaces.presenters.journal import journal_page
from apps.spaces.views.doors import is_fragment, readable


@require_safe
def space_journal(request: SignedInRequest, slug: str) -> HttpResponse:
    space = readable(request, slug)
    group, after = request.GET.get("kind", ""), request.GET.get("after", "")
    page = journal_page(request.user, space, group=group, after=after)
    continues = is_fragment(request) and after
    template = "spaces/_journal_days.html" if continues else "spaces/journal.html"
    return render(request, template, {"journal": page})
