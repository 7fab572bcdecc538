"""Reading across spaces: home, a space, a person's page; and where to begin writing."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from apps.core.pagination import Page, keyset
from apps.feed import sources
from apps.feed.actions import mark_seen
from apps.feed.presenters import FeedPage, feed_page, refs_of, unread_of
from apps.posts import rendering
from apps.posts.models import Post
from apps.posts.presenters.composer import starters
from apps.profiles.models import User
from apps.profiles.presenters import person_page
from apps.spaces.models import Space
from apps.spaces.permissions import can_post, can_read, standing
from apps.spaces.presenters import space_header
from apps.spaces.views import door_page

BY_TIME: dict[str, type] = {"-published_at": datetime, "-id": int}


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    before = request.GET.get("before", "")
    page = sources.newest(request.user, sources.home_spaces(request.user), cursor=before)
    feed = _feed(request, page, before, live_list="home")
    context = {
        "feed": feed,
        "is_empty": not feed.cards and feed.is_first,
        "write_url": reverse("write"),
        "starters": starters(),
    }
    return render(request, "feed/home.html", context)


@require_GET
def space(request: HttpRequest, slug: str) -> HttpResponse:
    place = get_object_or_404(Space.objects.listed_to(request.user), slug=slug)
    if place.built_in == Space.BuiltIn.PERSON:
        return redirect(place)
    if not can_read(request.user, place):
        return door_page(request, place)
    before = request.GET.get("before", "")
    here = Space.objects.visible_to(request.user).filter(pk=place.pk)
    page = sources.newest(request.user, here, cursor=before)
    feed = _feed(request, page, before, live_list=f"space.{place.pk}")
    context = {
        "space": space_header(request.user, place),
        "feed": feed,
        "pinned": [] if before else _pinned(request, place),
        "write_url": reverse("space_posts", args=[place.slug]),
        "starters": starters(),
    }
    mark_seen(user=request.user, space=place)
    return render(request, "feed/space.html", context)


@require_GET
def person(request: HttpRequest, username: str) -> HttpResponse:
    colleague = get_object_or_404(
        User.objects.visible_to(request.user).with_card(), username=username
    )
    before = request.GET.get("before", "")
    shared = Post.objects.visible_to(request.user).filter(author=colleague).with_card()
    page = keyset(shared, order=BY_TIME, cursor=before, limit=sources.PAGE_SIZE)
    cards = _cards_of(request, page.items)
    context = {
        "person": person_page(request.user, colleague),
        "feed": feed_page(cards, page, cursor=before, live_list=""),
        "write_url": _own_page_write_url(request.user, colleague),
        "starters": starters(),
    }
    return render(request, "feed/person.html", context)


@require_GET
def write(request: HttpRequest) -> HttpResponse:
    """Where one begins: the whole company, or a choice where that is not for everybody."""
    everyone = Space.objects.visible_to(request.user).get(built_in=Space.BuiltIn.EVERYONE)
    if not can_post(standing(request.user, everyone)):
        return redirect("space_picker")
    url = reverse("space_posts", args=[everyone.slug])
    return redirect(f"{url}?{request.GET.urlencode()}" if request.GET else url)


def _own_page_write_url(user: Any, colleague: User) -> str:
    page = Space.objects.visible_to(user).filter(person=colleague).first()
    if page is None or colleague.pk != user.pk:
        return ""
    return reverse("space_posts", args=[page.slug])


def _feed(request: HttpRequest, page: Page[Any], before: str, *, live_list: str) -> FeedPage:
    refs = refs_of(page)
    ids = {ref.space_id for ref in refs}
    spaces = Space.objects.visible_to(request.user).in_bulk(ids)
    readable = [ref for ref in refs if ref.space_id in spaces]
    cards = rendering.render_cards(
        rendering.viewer_of(request), readable, spaces, unread=unread_of(page)
    )
    return feed_page(cards, page, cursor=before, live_list=live_list)


def _pinned(request: HttpRequest, place: Space) -> list[Any]:
    pinned = Post.objects.visible_to(request.user).filter(space=place, pinned_at__isnull=False)
    return _cards_of(request, list(pinned.with_card().order_by("-pinned_at")))


def _cards_of(request: HttpRequest, posts: list[Post]) -> list[Any]:
    refs = [rendering.ref_of(post) for post in posts]
    spaces = {post.space_id: post.space for post in posts}
    return rendering.render_cards(rendering.viewer_of(request), refs, spaces)
