"""How long delivered events are kept: as long as browsers may resume from them."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from apps.events.models import OutboxEvent

BATCH = 10_000


def forget_delivered() -> int:
    """Delete what was delivered before the retention; returns how many. Failures are kept."""
    horizon = timezone.now() - timedelta(hours=settings.RSN_EVENT_RETENTION_HOURS)
    forgotten = 0
    while True:
        old = OutboxEvent.objects.filter(delivered_at__lt=horizon, failures=None)
        count, _ = OutboxEvent.objects.filter(pk__in=old.values("pk")[:BATCH]).delete()
        forgotten += count
        if count < BATCH:
            return forgotten
