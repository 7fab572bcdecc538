"""Catching up after some time away."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.core.http import see_other
from apps.feed.catch_up import offers
from apps.feed.catch_up.actions import mark_all_seen
from apps.feed.catch_up.forms import SeenForm, since_of
from apps.feed.catch_up.places import beginning_of, now
from apps.feed.catch_up.presenters import catch_up_page
from apps.feed.catch_up.selection import select
from apps.profiles.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
def catch_up(request: SignedInRequest) -> HttpResponse:
    """What one missed; sent as a form, all of it is seen."""
    if request.method == "POST":
        return _all_seen(request)
    since, until = since_of(request.GET.get("since", "")), now()
    selection = select(request.user, beginning_of(request.user, since, until=until), until=until)
    offers.put_away(request)
    page = {"page": catch_up_page(request.user, selection, since)}
    return render(request, "feed/catch_up.html", page)


@require_POST
def catch_up_offer(request: SignedInRequest) -> HttpResponse:
    """Not now: home says nothing more of it."""
    offers.put_away(request)
    return see_other(reverse("home"))


def _all_seen(request: SignedInRequest) -> HttpResponse:
    form = SeenForm(request.POST)
    if form.is_valid():
        mark_all_seen(user=request.user, until=form.cleaned_data["until"])
        messages.success(request, _("Everything is marked as seen."))
    else:
        messages.error(request, _("Nothing was marked: look at this page again first."))
    return see_other(reverse("catch_up"))
