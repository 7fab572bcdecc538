"""The bell is rung on the sockets of those who were told, and on no others."""

import pytest
from django.db import transaction

from apps.events.actions import record
from apps.events.models import OutboxEvent
from apps.notifications.events import NotificationsDelivered, NotificationsDue
from apps.posts.events import PersonMentioned
from tests.live.conftest import barrier, cookie_of, tab
from tests.processes import eventually

pytestmark = pytest.mark.django_db(transaction=True)

__all__ = ["barrier", "cookie_of", "tab"]


@transaction.atomic
def ring(*people) -> None:
    record(NotificationsDelivered(people=[person.pk for person in people]))


def test_only_those_who_were_told_hear_it_and_nobody_else_is_named(live_world, tab, barrier):
    member, owner, outsider = (
        tab(live_world.member),
        tab(live_world.owner),
        tab(live_world.outsider),
    )
    ring(live_world.member, live_world.owner)
    for one in (member, owner):
        (frame,) = barrier(one)
        assert frame.pop("number")
        assert frame == {
            "type": "event",
            "name": "notifications.delivered",
            "space": None,
            "keys": ["notifications"],
            "actor": None,
        }
    assert barrier(outsider) == []


def test_a_tab_that_slept_hears_of_it(live_world, tab, barrier):
    sleeper, outsider = tab(live_world.member), tab(live_world.outsider)
    sleeper.connection.close()
    outsider.connection.close()
    ring(live_world.owner, live_world.member)
    ring(live_world.owner)
    eventually(lambda: not OutboxEvent.objects.filter(delivered_at=None).exists())
    frames = barrier(tab(live_world.member, since=sleeper.cursor))
    assert [frame["name"] for frame in frames] == ["notifications.delivered"]
    assert barrier(tab(live_world.outsider, since=outsider.cursor)) == []


def test_the_workings_of_telling_are_heard_by_nobody(live_world, tab, barrier):
    member = tab(live_world.member)
    with transaction.atomic():
        record(NotificationsDue(told_id=1))
        record(
            PersonMentioned(
                space_id=live_world.confidential.pk, post_id=1, people=[live_world.member.pk]
            )
        )
    assert barrier(member) == []
