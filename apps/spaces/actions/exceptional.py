from datetime import datetime

from django.db import transaction
from django.db.models import F

from apps.spaces.models import Space


@transaction.atomic
def say_exceptional(*, space_id: int, until: datetime | None) -> None:
    """Have whatever says who reads this space say, until then, that somebody also does by
    exceptional access; with None, that nobody does. Decided by who gives that access."""
    space = Space.objects.select_for_update(no_key=True).get(pk=space_id)
    if space.exceptional_until != until:
        space.exceptional_until, space.version = until, F("version") + 1
        space.save(update_fields=["exceptional_until", "version"])
