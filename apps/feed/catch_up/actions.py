"""Saying that one has seen everything there was."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from apps.feed.catch_up.places import LONGEST, places, since_last_seen
from apps.feed.models import SeenMarker


@transaction.atomic
def mark_all_seen(*, user: Any, until: datetime) -> int:
    """Everything written before `until` is seen, in every place of this person's; how many places.

    What came after the page was shown stays new, and nothing that was seen becomes unseen. Three
    statements.
    """
    moment = min(until, timezone.now())
    if moment < timezone.now() - LONGEST:
        return 0
    where = list(places(user, since_last_seen(moment), until=moment))
    SeenMarker.objects.bulk_create(
        [SeenMarker(user=user, space_id=pk, seen_at=moment) for pk in where],
        ignore_conflicts=True,
    )
    SeenMarker.objects.filter(user=user, space__in=where, seen_at__lt=moment).update(seen_at=moment)
    return len(where)
