"""Where delivery stands, and how long the past is kept."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from apps.events.cursor import everything_after, latest_number, passage_for
from apps.events.expiry import forget_delivered
from apps.events.models import FailedDelivery, OutboxEvent
from tests.events.conftest import StoneThrown

pytestmark = pytest.mark.django_db


def delivered(number, *, space_id=None, person_id=None, age=timedelta()):
    return OutboxEvent.objects.create(
        name=StoneThrown.name,
        payload={"weight": number},
        number=number,
        space_id=space_id,
        person_id=person_id,
        delivered_at=timezone.now() - age,
    )


@pytest.fixture
def start():
    """A number above all that were ever given."""
    return latest_number() + 1000


def test_the_latest_number_is_the_greatest_given(start):
    delivered(start)
    OutboxEvent.objects.create(name=StoneThrown.name, payload={})
    assert latest_number() == start


def test_a_passage_holds_what_concerns_these_spaces_and_this_person(start):
    delivered(start)
    wanted = [delivered(start + 1, space_id=7), delivered(start + 2, person_id=5)]
    delivered(start + 3, space_id=8, person_id=6)
    passage = passage_for(after=start, space_ids=[7], person_id=5, limit=10)
    assert passage.is_complete
    assert [delivery.id for delivery in passage.deliveries] == [row.id for row in wanted]
    assert passage.last == start + 3


@pytest.mark.parametrize(("after", "limit"), [(-1, 10), (100, 10), (0, 1)])
def test_a_passage_says_when_it_is_not_whole(start, after, limit):
    for offset in (1, 2, 3):
        delivered(start + offset, space_id=7)
    OutboxEvent.objects.filter(number__lt=start).delete()
    passage = passage_for(after=start + after, space_ids=[7], person_id=None, limit=limit)
    assert not passage.is_complete
    assert passage.deliveries == []


def test_everything_after_a_number_comes_in_pages(start):
    for offset in range(5):
        delivered(start + offset)
    first = everything_after(start, limit=3)
    assert [delivery.number for delivery in first.deliveries] == [start + n for n in (1, 2, 3)]
    rest = everything_after(first.last, limit=3)
    assert [delivery.number for delivery in rest.deliveries] == [start + 4]
    assert everything_after(rest.last, limit=3).last == rest.last


def test_what_was_delivered_long_ago_is_forgotten(start):
    old = timedelta(hours=settings.RSN_EVENT_RETENTION_HOURS, minutes=1)
    gone, kept, failed = (
        delivered(start, age=old),
        delivered(start + 1),
        delivered(start + 2, age=old),
    )
    FailedDelivery.objects.create(event=failed, subscriber="x", error="y")
    waiting = OutboxEvent.objects.create(
        name=StoneThrown.name, payload={}, not_before=timezone.now() - old
    )
    forget_delivered()
    left = set(OutboxEvent.objects.values_list("pk", flat=True))
    assert gone.pk not in left
    assert {kept.pk, failed.pk, waiting.pk} <= left
