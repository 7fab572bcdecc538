"""Who can do what in one space, within the limits of `grants.CHOICES`."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from apps.core.decisions import require
from apps.core.errors import InvalidInput
from apps.events.actions import record
from apps.profiles.models import User
from apps.spaces.bulk_grants import reproject
from apps.spaces.events import SpaceChanged
from apps.spaces.grants import CHOICES, LEAST_ROLE
from apps.spaces.journal import Kind, note
from apps.spaces.models import Space
from apps.spaces.permissions import can_change_grid, standing


@transaction.atomic
def change_grid(*, actor: User, space: Space, **least: str) -> Space:
    """Say which role each of these permissions asks for at least: `pin_in_space="member"`.

    What is not named stays. Raises `InvalidInput` beyond the limits.
    """
    locked = Space.objects.select_for_update(no_key=True).get(pk=space.pk)
    require(can_change_grid(standing(actor, locked)))
    for codename, role in least.items():
        if role not in CHOICES.get(codename, ()):
            raise InvalidInput(codename, _("This cannot be chosen here."))
    before = grid_of(locked)
    changed = {name: role for name, role in least.items() if before[name] != role}
    if not changed:
        return locked
    locked.grid = _departures(before | changed)
    locked.version += 1
    locked.save(update_fields=["grid", "version"])
    reproject(locked, changed.keys())
    for codename, role in changed.items():
        note(
            locked,
            Kind.GRID_CHANGED,
            actor=actor,
            permission=codename,
            before=before[codename],
            after=role,
        )
    record(SpaceChanged(actor_id=actor.pk, space_id=space.pk))
    return locked


def grid_of(space: Space) -> dict[str, str]:
    """The least role of every permission a space may choose about, by codename."""
    return {name: space.grid.get(name, LEAST_ROLE[name]) for name in CHOICES}


def _departures(wanted: Mapping[str, str]) -> dict[str, str]:
    return {name: role for name, role in wanted.items() if role != LEAST_ROLE[name]}
