"""Whether anything still names the group of a unit."""

from apps.spaces.models import CircleUnit, JournalEntry, SpaceUnitGrant


def names_group(group_id: int) -> bool:
    return any(
        model.objects.filter(group=group_id).exists()
        for model in (SpaceUnitGrant, CircleUnit, JournalEntry)
    )
