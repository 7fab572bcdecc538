"""The tree changes, and with it who reads the spaces that were opened to units."""

from django.db import transaction

from apps.events.actions import record
from apps.oversight.naming import names_group
from apps.profiles.models import Unit, User
from apps.profiles.units import forget_unit, merge_unit, move_unit
from apps.spaces.events import SpaceReadersChanged
from apps.spaces.models import CircleUnit, SpaceUnitGrant


@transaction.atomic
def place_unit(*, actor: User, unit: Unit, parent: Unit | None) -> None:
    """Move a unit under another, or to the top. Raises `InvalidInput`."""
    _tell_spaces(actor, move_unit(actor=actor, unit=unit, parent=parent))


@transaction.atomic
def join_units(*, actor: User, unit: Unit, into: Unit) -> bool:
    """Merge `unit` into another; whether it is gone. It stays, empty, where a space or a journal
    names it. Raises `InvalidInput`.
    """
    _tell_spaces(actor, merge_unit(actor=actor, unit=unit, into=into))
    unit.refresh_from_db()
    if names_group(unit.group_id):
        return False
    forget_unit(unit)
    return True


def _tell_spaces(actor: User, groups: list[int]) -> None:
    """Who reads by these groups has changed: live and notifications ask the rule again."""
    opened = SpaceUnitGrant.objects.filter(group__in=groups).values("content_object_id")
    circled = CircleUnit.objects.filter(group__in=groups).values("circle__space_id")
    for (space_id,) in opened.union(circled).values_list("content_object_id").order_by():
        record(SpaceReadersChanged(actor_id=actor.pk, space_id=space_id))
