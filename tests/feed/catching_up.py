"""What the tests of catching up share: a world in which nothing is new."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.feed.actions import mark_seen
from apps.feed.catch_up.places import since_last_seen
from apps.feed.catch_up.reasons import Reason
from apps.feed.catch_up.selection import select
from apps.posts.actions import (
    create_post,
)
from apps.profiles.actions import create_unit, update_directory_entry


def missed(user, **more):
    until = timezone.now()
    return select(user, since_last_seen(until), until=until, **more)


def reasons(user, **more) -> dict[int, Reason]:
    """Why each post is shown, by its id."""
    chosen = missed(user, **more)
    return {it.post_id: it.reason for news in chosen.spaces for it in news.found}


def aged(said, **delta: float):
    moment = timezone.now() - timedelta(**delta)
    type(said).objects.filter(pk=said.pk).update(published_at=moment)
    said.refresh_from_db()
    return said


def naming(person) -> str:
    return f'<p><a href="{person.get_absolute_url()}" data-person="{person.pk}">vous</a> ?</p>'


def old_post(author, space, body="Avant"):
    return aged(create_post(author=author, space=space, body=body), days=30)


def unit_of(world, *people, name="Atelier"):
    unit = create_unit(name=name)
    for person in people:
        update_directory_entry(actor=world.administrator, person=person, unit=unit)
        person.refresh_from_db()
    return unit


@pytest.fixture
def known(world):
    """Everybody wrote once, long ago, so that no post is a first one; the member has read it."""
    for space in (world.open, world.confidential, world.on_request, world.everyone):
        for person in (world.owner, world.animator, world.member):
            old_post(person, space)
        mark_seen(user=world.member, space=space)
        mark_seen(user=world.animator, space=space)
    return world
