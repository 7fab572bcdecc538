"""The bell, asked for again when something changed."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.profiles.requests import SignedInRequest


@require_safe
def bell(request: SignedInRequest) -> HttpResponse:
    """The fragment alone; `bell` itself comes from the context processor."""
    return render(request, "notifications/_bell.html")
