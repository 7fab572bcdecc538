"""A space whose name one may know and which one may not read: what is said at its door."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from apps.profiles.lines import PersonLine, person_line
from apps.spaces.entering import can_request
from apps.spaces.entries import my_invitation, my_request
from apps.spaces.kinds import KindCard, kind_card_of
from apps.spaces.models import Space
from apps.spaces.permissions import standing
from apps.spaces.presenters.entering import (
    InvitationCard,
    MyRequest,
    invitation_card,
    my_request_line,
)
from apps.spaces.presenters.header import animators_of


@dataclass(frozen=True, slots=True)
class ClosedDoor:
    """Nothing of what is inside: no content, no members but those to ask, no count.

    `asked` is what this person asked last; `exclusion_url` leads to why they are kept out.
    """

    title: str
    description: str
    purpose_label: str
    kind: KindCard
    animators: list[PersonLine]
    is_archived: bool
    page_url: str
    request_url: str
    may_ask: bool
    asked: MyRequest | None
    invitation: InvitationCard | None
    exclusion_url: str


def closed_door(user: Any, space: Space) -> ClosedDoor:
    """What `user`, to whom `space` is listed, may know of it. Four queries."""
    where = standing(user, space)
    asked = my_request_line(my_request(user, space))
    invitation = invitation_card(space, my_invitation(user, space))
    is_waiting = asked is not None and asked.is_waiting
    is_excluded = where.has("excluded")
    return ClosedDoor(
        title=space.title,
        description=space.description,
        purpose_label=space.get_purpose_display(),
        kind=kind_card_of(space),
        animators=[person_line(m.user) for m in animators_of(user, space)],
        is_archived=space.is_archived,
        page_url=space.get_absolute_url(),
        request_url=reverse("space_request", args=[space.slug]),
        may_ask=not is_waiting and invitation is None and bool(can_request(where)),
        asked=asked,
        invitation=invitation,
        exclusion_url=reverse("space_exclusion", args=[space.slug]) if is_excluded else "",
    )
