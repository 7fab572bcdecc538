"""Catching up, and the digest that one may be sent."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.utils import timezone

from apps.digests.unsubscribing import unsubscribe_url
from apps.feed.catch_up.actions import mark_all_seen
from apps.feed.models import SeenMarker
from apps.posts.actions import create_comment, create_post
from tests.conftest import World
from tests.e2e.screens import Screen

SCREENS = [
    Screen("catch-up", "/catch-up/"),
    Screen("catch-up, for a week", "/catch-up/?since=week", "animator"),
    Screen("catch-up, a newcomer", "/catch-up/", "newcomer"),
    Screen("catch-up, nothing missed", "/catch-up/", "analyst"),
    Screen("catch-up, offered on home", "/", "leader"),
    Screen("digest", "/settings/digest/"),
    Screen("digest, refused", "/settings/digest/", status=422, sent={"rhythm": "x"}),
    Screen("digest, seen before", "/settings/digest/preview/"),
    Screen("digest, nothing to send", "/settings/digest/preview/", "newcomer"),
    Screen("digest, ending it", "{digest_end}", None),
    Screen("digest, ended", "{digest_end}", None, sent={"what": "end"}),
]


def furnish(world: World, names: dict[str, object]) -> None:
    """Somebody was away, and was asked and named meanwhile."""
    names["digest_end"] = urlsplit(unsubscribe_url(world.owner)).path
    mine = create_post(author=world.member, space=world.open, body="Qui connaît ce bruit ?")
    create_comment(author=world.owner, post=mine, body="<p>Le palier, sans doute.</p>")
    named = f'<p><a href="#" data-person="{world.member.pk}">Mehdi</a>, vous en dites quoi ?</p>'
    create_post(author=world.owner, space=world.confidential, body=named)
    create_post(author=world.leader, space=world.everyone, title="Le cap", body="Voilà où on va.")
    mark_all_seen(user=world.analyst, until=timezone.now())
    SeenMarker.objects.update_or_create(
        user=world.leader,
        space=world.everyone,
        defaults={"seen_at": timezone.now() - timedelta(days=9)},
    )
