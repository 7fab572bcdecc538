"""Who sees what: the card of a space."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from apps.profiles.lines import PersonLine, person_line
from apps.spaces.assurances import Assurance, Topic, assurances
from apps.spaces.exceptional import exceptional_access
from apps.spaces.kinds import KindCard, kind_card_of
from apps.spaces.models import Space
from apps.spaces.permissions import standing
from apps.spaces.presenters.door import ClosedDoor, closed_door
from apps.spaces.presenters.header import SpaceHeader, space_header
from apps.spaces.presenters.journal import JournalLine, latest_lines
from apps.spaces.reasons import Reason, space_reasons


@dataclass(frozen=True, slots=True)
class AboutPage:
    """`header` is absent for someone who may know the name only; then only `door` is shown."""

    door: ClosedDoor
    kind: KindCard
    header: SpaceHeader | None
    assurances: list[Assurance]
    created_at: datetime | None = None
    created_by: PersonLine | None = None
    is_imported: bool = False
    reasons: list[Reason] = field(default_factory=list)
    exceptions: list[str] = field(default_factory=list)
    journal: list[JournalLine] = field(default_factory=list)


def about_page(user: Any, space: Space, *, may_read: bool) -> AboutPage:
    """The card for `user`. At most twelve queries; two for someone who may not read."""
    door = closed_door(user, space)
    promised = assurances(space)
    if not may_read:
        inside = (Topic.MAILS, Topic.EXPORTS)
        public = [said for said in promised if said.topic not in inside]
        return AboutPage(door=door, kind=door.kind, header=None, assurances=public)
    founder = space.created_by
    return AboutPage(
        door=door,
        kind=kind_card_of(space),
        header=space_header(user, space, standing(user, space)),
        assurances=promised,
        created_at=space.created_at,
        created_by=person_line(founder) if founder and founder.is_active else None,
        is_imported=space.imported_at is not None,
        reasons=space_reasons(space),
        exceptions=[access.sentence for access in exceptional_access(space)],
        journal=latest_lines(user, space),
    )
