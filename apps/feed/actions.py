"""What reading leaves behind: one cursor a person and space, for that person's own use."""

from django.utils import timezone

from apps.feed.models import SeenMarker
from apps.profiles.models import User
from apps.spaces.models import Space


def mark_seen(*, user: User, space: Space) -> None:
    """The person has looked into the space now. One statement; going back in time is impossible."""
    SeenMarker.objects.bulk_create(
        [SeenMarker(user=user, space=space, seen_at=timezone.now())],
        update_conflicts=True,
        unique_fields=["user", "space"],
        update_fields=["seen_at"],
    )
