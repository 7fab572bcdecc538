"""Reading across spaces: home, a space, a person's page."""

from collections.abc import Collection, Hashable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from apps.core.addresses import address
from apps.core.frames import render_framed
from apps.core.pagination import Page, keyset
from apps.core.prepared import Prepared, given
from apps.feed import sources
from apps.feed.actions import mark_seen
from apps.feed.catch_up.offers import offer_for
from apps.feed.presenters import feed_page
from apps.feed.rail import home_of, rail_of
from apps.feed.shell import frame_of, shell_for
from apps.feed.sources import FeedRow
from apps.posts import rendering
from apps.posts.models import Post
from apps.posts.presenters.composer import starters
from apps.posts.presenters.consent import waiting_in
from apps.profiles.models import User
from apps.profiles.presenters import person_page
from apps.profiles.requests import SignedInRequest
from apps.spaces.models import Space
from apps.spaces.permissions import can_read
from apps.spaces.presenters import space_header
from apps.spaces.presenters.course import offer_to
from apps.spaces.presenters.members import asking_to_enter
from apps.spaces.views import door_page

BY_TIME: dict[str, type] = {"-published_at": datetime, "-id": int}


@require_GET
def home(request: SignedInRequest) -> HttpResponse:
    before = request.GET.get("before", "")
    if before:
        rail = rail_of(request.user, request.path)
        page = sources.newest_at_home(request.user, cursor=before)
    else:
        rail, page = home_of(request.user, request.path)
    feed = feed_page(_cards(request, page), page, cursor=before, live_list="home")
    context = {
        "shell": shell_for(request.user, request.path, rail),
        **_invitation(address("write")),
        "feed": feed,
        "is_empty": feed.is_first and not feed.cards,
        "offer": offer_for(request),
    }
    frame: dict[str, Hashable] = {"shell": frame_of(request.user)}
    return render_framed(request, "feed/home.html", frame=frame, context=context)


@require_GET
def space(request: SignedInRequest, slug: str) -> HttpResponse:
    place = get_object_or_404(Space.objects.listed_to(request.user), slug=slug)
    if place.built_in == Space.BuiltIn.PERSON:
        return redirect(place)
    if not can_read(request.user, place):
        return door_page(request, place)
    before = request.GET.get("before", "")
    page = sources.newest_in(request.user, place, cursor=before)
    pinned = [] if before else _pinned(request, place)
    cards = _cards(request, page, without={post.pk for post in pinned})
    feed = feed_page(cards, page, cursor=before, live_spaces=str(place.pk))
    header = space_header(request.user, place)
    context = {
        "space": header,
        **_invitation(header.urls.posts if header.may_post else ""),
        "feed": feed,
        "pinned": rendering.render_posts(rendering.viewer_of(request), pinned),
        "waiting": None if before else waiting_in(request.user, place),
        "asking": 0 if before else asking_to_enter(request.user, place, header),
        "offer": offer_to(request.user, place) if header.is_member else None,
    }
    context["is_empty"] = feed.is_first and not (feed.cards or context["pinned"])
    mark_seen(user=request.user, space=place)
    return render(request, "feed/space.html", context)


@require_GET
def person(request: SignedInRequest, username: str) -> HttpResponse:
    people = User.objects.visible_to(request.user).with_card()
    colleague = get_object_or_404(people, username=username)
    before = request.GET.get("before", "")
    shared = Post.objects.in_readable_spaces(request.user).filter(author=colleague).with_card()
    page_of = Space.objects.visible_to(request.user).filter(person=colleague).first()
    page = keyset(shared, order=BY_TIME, cursor=before, limit=sources.PAGE_SIZE)
    feed = feed_page(
        rendering.render_posts(rendering.viewer_of(request), page.items), page, cursor=before
    )
    context = {
        "person": person_page(request.user, colleague),
        "page": space_header(request.user, page_of) if page_of else None,
        **_invitation(_own_page_url(page_of) if colleague == request.user else ""),
        "feed": feed,
        "is_empty": feed.is_first and not feed.cards,
    }
    return render(request, "feed/person.html", context)


def _cards(
    request: SignedInRequest, page: Page[FeedRow], without: Collection[int] = ()
) -> list[SafeString]:
    """The cards of a page; `without` are the ids of posts that stand elsewhere on it."""
    shown = [row.reading for row in page.items if row.reading.ref.id not in without]
    return rendering.render_cards(rendering.viewer_of(request), shown)


def _pinned(request: SignedInRequest, place: Space) -> list[Post]:
    return _PINNED.rows(request.user, place.pk)


def _pinned_in(person: Any) -> QuerySet[Post]:
    readable = Post.objects.in_readable_spaces(person).with_card()
    return readable.filter(space=given(2), pinned_at__isnull=False).order_by("-pinned_at")


_PINNED: Prepared[Post] = Prepared(_pinned_in, "bigint")


def _own_page_url(page: Space | None) -> str:
    return reverse("space_posts", args=[page.slug]) if page else ""


def _invitation(url: str) -> dict[str, Any]:
    """The closed composer: where it leads, and beginnings of a sentence. Empty without a right."""
    return {"write_url": url, "starters": tuple(starters(url)) if url else ()}
