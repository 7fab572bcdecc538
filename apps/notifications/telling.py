"""From an event to a row for each person it concerns. Done again, it does nothing more.

The work to do is rows of `Telling`, written by the relay; the queue only says that there is some.
A batch of people is one transaction, which also notes how far it came.
"""

from datetime import datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from apps.events.actions import record
from apps.events.models import OutboxEvent
from apps.events.registry import Delivery, Event, restore
from apps.hours.lookup import schedules_of
from apps.notifications.audience import recipients
from apps.notifications.events import NotificationsDue, NotificationsWithdrawn
from apps.notifications.kinds import Kind, kind_of, kinds_of_event
from apps.notifications.models import Notification, Telling

log = structlog.get_logger(__name__)

BATCH = 1000
MOST_ATTEMPTS = 50
PATIENCE = timedelta(seconds=10)

_INSERT = """
    INSERT INTO notifications_notification (
        person_id, kind, rank, event_id, occasion, actor_id, space_id, post_id, comment_id,
        subject, day, is_direct, created_at, due_at
    )
    SELECT person.id, %(kind)s, %(rank)s, %(event_id)s, %(occasion)s, %(actor_id)s, %(space_id)s,
           %(post_id)s, %(comment_id)s, %(subject)s, person.day, %(is_direct)s, %(created_at)s,
           %(due_at)s
    FROM unnest(%(people)s::bigint[], %(days)s::date[]) AS person (id, day)
    ON CONFLICT (person_id, occasion) DO UPDATE SET
        kind = excluded.kind, rank = excluded.rank, event_id = excluded.event_id,
        actor_id = excluded.actor_id, subject = excluded.subject, day = excluded.day,
        is_direct = excluded.is_direct, created_at = excluded.created_at, due_at = excluded.due_at,
        delivered_at = NULL, read_at = NULL
    WHERE notifications_notification.rank < excluded.rank
"""


def plan(delivery: Delivery) -> bool:
    """Note whom to tell of this event, by kind; False when it concerns nobody by its nature."""
    event = delivery.event
    kinds = kinds_of_event(event)
    if not kinds:
        return False
    row = OutboxEvent.objects.filter(pk=delivery.id).values("created_at", "not_before").first()
    happened_at = max(row["created_at"], row["not_before"]) if row else timezone.now()
    Telling.objects.bulk_create(
        [
            Telling(
                event_id=delivery.id,
                kind=kind.slug,
                rank=kind.rank,
                name=event.name,
                space_id=event.space_id,
                person_id=event.person_id,
                actor_id=event.actor_id,
                payload=event.payload(),
                happened_at=happened_at,
            )
            for kind in kinds
        ],
        ignore_conflicts=True,
    )
    return True


def tell(event_id: int) -> int:
    """Write the rows of everybody the event concerns; returns for how many people."""
    waiting = Telling.objects.filter(event_id=event_id).order_by("-rank")
    return sum(_tell(pk) for pk in waiting.values_list("pk", flat=True))


def left_over() -> list[int]:
    """Events whose telling was begun or announced and not ended: the queue lost them."""
    old = Telling.objects.filter(
        created_at__lt=timezone.now() - PATIENCE, attempts__lt=MOST_ATTEMPTS
    )
    return list(old.order_by("event_id").values_list("event_id", flat=True).distinct()[:500])


def _tell(telling_id: int) -> int:
    told = 0
    Telling.objects.filter(pk=telling_id).update(attempts=F("attempts") + 1)
    while (count := _tell_batch(telling_id)) is not None:
        told += count
    return told


@transaction.atomic
def _tell_batch(telling_id: int) -> int | None:
    """Tell the next people; None when all are told, or somebody else is at it."""
    locked = Telling.objects.select_for_update(skip_locked=True)
    telling = locked.filter(pk=telling_id).first()
    if telling is None:
        return None
    kind, event = kind_of(telling.kind), restore(telling)
    if kind is None or event is None:
        log.warning("only another release knows how to tell", kind=telling.kind, name=telling.name)
        return None
    if telling.reached == 0:
        _unsay(kind, event, telling.event_id)
    people = recipients(kind, event).filter(pk__gt=telling.reached).order_by("pk")
    ids = list(people.values_list("pk", flat=True)[:BATCH])
    if ids:
        _insert(kind, event, telling, ids)
    if len(ids) == BATCH:
        Telling.objects.filter(pk=telling.pk).update(reached=ids[-1])
        return len(ids)
    telling.delete()
    # Also when a more direct kind had told them all: its showing passed over the rows that this
    # transaction held.
    if ids or telling.reached:
        record(
            NotificationsDue(told_id=telling.event_id),
            not_before=due_at(event, telling.happened_at),
        )
    return len(ids) if ids else None


def due_at(event: Event, happened_at: datetime) -> datetime:
    """When it may be shown: after the time to undo, and not before its author wished."""
    undone = happened_at + timedelta(seconds=settings.RSN_UNDO_SECONDS)
    wished = parse_datetime(getattr(event, "quiet_until", None) or "")
    return max(undone, wished) if wished else undone


def _insert(kind: Kind, event: Event, telling: Telling, ids: list[int]) -> None:
    """Write these people's rows, unless they were told of the occasion more directly."""
    due = due_at(event, telling.happened_at)
    schedules = schedules_of(ids)
    values: dict[str, Any] = {
        "people": ids,
        "days": [due.astimezone(schedules[pk].zone).date() for pk in ids],
        "kind": kind.slug,
        "rank": kind.rank,
        "event_id": telling.event_id,
        "occasion": kind.occasion(event, telling.event_id),
        "actor_id": event.actor_id,
        "space_id": None if kind.is_of_given else event.space_id,
        "post_id": getattr(event, "post_id", None),
        "comment_id": getattr(event, "comment_id", None),
        "subject": kind.subject(event),
        "is_direct": kind.is_direct,
        "created_at": telling.happened_at,
        "due_at": due,
    }
    with connection.cursor() as database:
        database.execute(_INSERT, values)


def _unsay(kind: Kind, event: Event, event_id: int) -> None:
    """Forget what was told of the same occasion and is not so any more, unless it was read."""
    post_id: int | None = getattr(event, "post_id", None)
    if kind.still_true is None or post_id is None:
        return
    said = Notification.objects.filter(
        kind=kind.slug,
        post_id=post_id,
        occasion=kind.occasion(event, event_id),
        read_at=None,
    )
    gone = list(said.exclude(pk__in=kind.still_true(said).values("pk")))
    if not gone:
        return
    Notification.objects.filter(pk__in=[row.pk for row in gone]).delete()
    if shown := sorted({row.person_id for row in gone if row.delivered_at}):
        record(NotificationsWithdrawn(people=shown))
