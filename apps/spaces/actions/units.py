"""Access for a unit of the directory: a row for everybody of it, whoever joins or leaves it."""

from django.db import transaction

from apps.core.decisions import require
from apps.events.actions import record
from apps.profiles.models import Unit, User
from apps.spaces import grants
from apps.spaces.actions.members import lock_space
from apps.spaces.bulk_grants import leave_circles
from apps.spaces.entering import can_open_to_units
from apps.spaces.events import SpaceReadersChanged
from apps.spaces.journal import Kind, note
from apps.spaces.models import Follow, Space, SpaceUnitGrant
from apps.spaces.permissions import standing


@transaction.atomic
def open_to_unit(*, actor: User, space: Space, unit: Unit) -> None:
    """Give everybody of the unit, and of those below it, what a member holds. Twice is once."""
    locked = lock_space(space)
    require(can_open_to_units(standing(actor, locked)))
    if _is_open_to(locked, unit):
        return
    grants.grant_unit(unit=unit, space=locked)
    note(locked, Kind.UNIT_GRANTED, actor=actor, unit=unit)
    record(
        SpaceReadersChanged(
            actor_id=actor.pk, space_id=locked.pk, group_id=unit.group_id, is_granted=True
        )
    )


@transaction.atomic
def close_to_unit(*, actor: User, space: Space, unit: Unit) -> None:
    """Who reads by this unit alone stops at once, everywhere. Closing twice is closing once."""
    locked = lock_space(space)
    require(can_open_to_units(standing(actor, locked)))
    if not _is_open_to(locked, unit):
        return
    grants.withdraw_unit(unit=unit, space=locked)
    leave_circles(locked, group_id=unit.group_id)
    Follow.objects.filter(space=locked).exclude(user__in=locked.readers()).delete()
    note(locked, Kind.UNIT_WITHDRAWN, actor=actor, unit=unit)
    record(
        SpaceReadersChanged(
            actor_id=actor.pk, space_id=locked.pk, group_id=unit.group_id, is_granted=False
        )
    )


def _is_open_to(space: Space, unit: Unit) -> bool:
    return SpaceUnitGrant.objects.filter(content_object=space, group=unit.group_id).exists()
