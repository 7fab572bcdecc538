"""A space whose name one may know and which one may not read: what is said at its door."""

from dataclasses import dataclass
from typing import Any

from apps.profiles.lines import PersonLine, person_line
from apps.spaces.kinds import KindCard, kind_card
from apps.spaces.models import Space
from apps.spaces.presenters.header import animators_of


@dataclass(frozen=True, slots=True)
class ClosedDoor:
    """Nothing of what is inside: no content, no members but those to ask, no count."""

    title: str
    description: str
    purpose_label: str
    kind: KindCard
    animators: list[PersonLine]
    is_archived: bool


def closed_door(user: Any, space: Space) -> ClosedDoor:
    """What `user`, to whom `space` is listed, may know of it. One query."""
    return ClosedDoor(
        title=space.title,
        description=space.description,
        purpose_label=space.get_purpose_display(),
        kind=kind_card(space.kind),
        animators=[person_line(m.user) for m in animators_of(user, space)],
        is_archived=space.is_archived,
    )
