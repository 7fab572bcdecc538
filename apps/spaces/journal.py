"""The access journal of a space: one line for everything that changes who reads it.

Called by actions, inside their transaction: what is not written did not happen.
"""

from datetime import datetime
from typing import Any

from django.utils import timezone

from apps.profiles.models import Unit, User
from apps.spaces.models import JournalEntry, Space

Kind = JournalEntry.Kind


def note(
    space: Space,
    kind: str,
    *,
    actor: User | None = None,
    person: User | None = None,
    unit: Unit | None = None,
    shown_from: datetime | None = None,
    **detail: Any,
) -> None:
    """`detail` holds ids and enums, never words. Members read the line from `shown_from` on."""
    now = timezone.now()
    JournalEntry.objects.create(
        space=space,
        kind=kind,
        at=now,
        shown_from=shown_from or now,
        actor=actor,
        person=person,
        group_id=unit.group_id if unit else None,
        detail=detail,
    )
