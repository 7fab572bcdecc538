"""Recording: the one way anything above learns that something changed."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from apps.events.models import OutboxEvent
from apps.events.registry import Event

CHANNEL = "rsn_events"


def record(event: Event, *, not_before: datetime | None = None) -> int:
    """Store `event` in the current transaction and wake the relay on commit; returns its id.

    Raises `TransactionManagementError` outside a transaction: an event without its change, or a
    change without its event, must be impossible.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "record() belongs inside the action's transaction"
        )
    row = OutboxEvent.objects.create(
        name=event.name,
        space_id=event.space_id,
        person_id=event.person_id,
        actor_id=event.actor_id,
        payload=event.payload(),
        not_before=not_before or timezone.now(),
    )
    with connection.cursor() as cursor:
        cursor.execute(f"NOTIFY {CHANNEL}")
    return row.id


def record_all(events: Iterable[Event]) -> None:
    """Store many events of one change, in their order. Two statements, whatever their number."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "record_all() belongs inside the action's transaction"
        )
    rows = [
        OutboxEvent(
            name=event.name,
            space_id=event.space_id,
            person_id=event.person_id,
            actor_id=event.actor_id,
            payload=event.payload(),
        )
        for event in events
    ]
    if rows:
        OutboxEvent.objects.bulk_create(rows, batch_size=2000)
        with connection.cursor() as cursor:
            cursor.execute(f"NOTIFY {CHANNEL}")
