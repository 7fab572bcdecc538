"""Recording: the one way anything above learns that something changed."""

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
