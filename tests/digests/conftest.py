"""A Thursday in Paris, and people who have come in before."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from apps.digests import planning
from apps.digests.models import Digest
from apps.digests.sending import send_waiting
from apps.feed.actions import mark_seen
from apps.posts.actions import create_post
from apps.profiles.models import User
from tests.conftest import World, make_person
from tests.mailservers import mail_server

PARIS = ZoneInfo("Europe/Paris")
THURSDAY = datetime(2026, 11, 12, 10, 0, tzinfo=PARIS)
MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=PARIS)

__all__ = ["mail_server"]


@pytest.fixture(autouse=True)
def clock(settings):
    """`clock.move_to(moment)`; it goes on ticking from there."""
    settings.TIME_ZONE = "Europe/Paris"
    settings.RSN_UNDO_SECONDS = 0
    with time_machine.travel(THURSDAY) as traveller:
        yield traveller


@pytest.fixture
def known(world: World) -> World:
    """Nothing is new to the member, and no post is somebody's first."""
    for space in (world.open, world.confidential, world.on_request, world.everyone):
        create_post(author=world.owner, space=space, body="Avant")
        mark_seen(user=world.member, space=space)
    have_come(world.member)
    return world


def have_come(*people: User) -> None:
    User.objects.filter(pk__in=[person.pk for person in people]).update(last_login=THURSDAY)


def newcomer_who_came() -> User:
    person = make_person()
    have_come(person)
    return person


def tick() -> int:
    """What beat and a worker do in an hour."""
    planning.enrol_everybody()
    planned = planning.plan()
    while send_waiting():
        pass
    return planned


def states(person: User) -> list[tuple[str, str]]:
    rows = Digest.objects.filter(person=person).order_by("due_at", "pk")
    return list(rows.values_list("period", "state"))
