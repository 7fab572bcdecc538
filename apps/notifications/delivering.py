"""The undo window has passed: what is still true is shown, and its mails and pushes planned."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from apps.events.actions import record
from apps.notifications.audience import may_be_shown
from apps.notifications.events import NotificationsDelivered
from apps.notifications.models import Channel, Notification
from apps.notifications.planning import plan_deliveries

BATCH = 1000
PATIENCE = timedelta(seconds=5)


def deliver(event_id: int) -> bool:
    """Show what was told of this event and is due; True when a push may leave at once."""
    return _deliver_all(event_id, timezone.now())


def deliver_late() -> bool:
    """Show whatever should have been shown a while ago: the queue lost it."""
    return _deliver_all(None, timezone.now() - PATIENCE)


def _deliver_all(event_id: int | None, due: datetime) -> bool:
    has_pushes = False
    while (batch := _deliver_batch(event_id, due)) is not None:
        has_pushes |= batch
    return has_pushes


@transaction.atomic
def _deliver_batch(event_id: int | None, due: datetime) -> bool | None:
    """Show the next rows; None when there are none that nobody else is showing."""
    waiting = Notification.objects.filter(delivered_at=None, due_at__lte=due)
    if event_id is not None:
        waiting = waiting.filter(event_id=event_id)
    locked = waiting.select_for_update(skip_locked=True, of=("self",)).order_by("event_id", "id")
    rows = list(locked[:BATCH])
    if not rows:
        return None
    now = timezone.now()
    shown = may_be_shown(rows)
    Notification.objects.filter(pk__in={row.pk for row in rows} - shown).delete()
    Notification.objects.filter(pk__in=shown).update(delivered_at=now)
    kept = [row for row in rows if row.pk in shown]
    planned = plan_deliveries(kept, now)
    if people := sorted({row.person_id for row in kept if row.read_at is None}):
        record(NotificationsDelivered(people=people))
    return any(delivery.channel == Channel.PUSH for delivery in planned)
