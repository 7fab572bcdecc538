"""Who sees what: the card of a space."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.profiles.lines import PersonLine, person_line
from apps.spaces.kinds import KindCard, kind_card
from apps.spaces.models import Space
from apps.spaces.permissions import standing
from apps.spaces.presenters.door import ClosedDoor, closed_door
from apps.spaces.presenters.header import SpaceHeader, space_header


@dataclass(frozen=True, slots=True)
class AboutPage:
    """`header` is absent for someone who may know the name only; then only `door` is shown."""

    door: ClosedDoor
    kind: KindCard
    header: SpaceHeader | None
    created_at: datetime | None = None
    created_by: PersonLine | None = None
    is_imported: bool = False
    units: list[str] | None = None


def about_page(user: Any, space: Space, *, may_read: bool) -> AboutPage:
    """The card for `user`. At most seven queries; two for someone who may not read."""
    door = closed_door(user, space)
    if not may_read:
        return AboutPage(door=door, kind=door.kind, header=None)
    founder = space.created_by
    return AboutPage(
        door=door,
        kind=kind_card(space.kind),
        header=space_header(user, space, standing(user, space)),
        created_at=space.created_at,
        created_by=person_line(founder) if founder and founder.is_active else None,
        is_imported=space.imported_at is not None,
        units=_units(space),
    )


def _units(space: Space) -> list[str]:
    if not space.has_unit_readers:
        return []
    rows = space.unit_grants.filter(permission__codename="view_space")
    return list(rows.order_by("group__unit__path").values_list("group__unit__name", flat=True))
