"""An exclusion, for the person it concerns and for those who run the space."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from apps.profiles.lines import PersonLine, person_line
from apps.spaces.actions import other_owners
from apps.spaces.entering import can_answer_appeal
from apps.spaces.models import Exclusion, Space
from apps.spaces.permissions import can_read, standing
from apps.spaces.presenters.header import SpaceHeader, space_header


@dataclass(frozen=True, slots=True)
class MyExclusion:
    """For the excluded person: the name is the one they knew, and there is no way to more.

    `space_url` is empty where they may not read.
    """

    space_name: str
    space_url: str
    url: str
    by: PersonLine
    reason: str
    excluded_at: datetime
    until: datetime | None
    is_over: bool
    appeal: str
    appealed_at: datetime | None
    answer: str
    answered_by: str
    answered_at: datetime | None
    may_appeal: bool
    reads_on: bool


@dataclass(frozen=True, slots=True)
class ExclusionRow:
    """For those who run the space. `wait_reason` says why this reader does not answer an appeal."""

    id: int
    person: PersonLine
    by: str
    reason: str
    excluded_at: datetime
    until: datetime | None
    url: str
    appeal: str
    answer: str
    answered_by: str
    waits: bool
    may_answer: bool
    wait_reason: str


@dataclass(frozen=True, slots=True)
class ExclusionsPage:
    header: SpaceHeader
    rows: list[ExclusionRow]


def my_exclusion_page(user: Any, exclusion: Exclusion) -> MyExclusion:
    """`exclusion` is the reader's own, loaded with its people and its space. One query."""
    space, is_over = exclusion.space, exclusion.is_over
    reads = can_read(user, space)
    decided_by = exclusion.appeal_decided_by
    return MyExclusion(
        space_name=exclusion.known_as,
        space_url=space.get_absolute_url() if reads else "",
        url=reverse("space_exclusion", args=[space.slug]),
        by=person_line(exclusion.excluded_by),
        reason=exclusion.reason,
        excluded_at=exclusion.excluded_at,
        until=exclusion.until,
        is_over=is_over,
        appeal=exclusion.appeal,
        appealed_at=exclusion.appealed_at,
        answer=exclusion.appeal_answer,
        answered_by=decided_by.display_name if decided_by else "",
        answered_at=exclusion.appeal_decided_at,
        may_appeal=not is_over and exclusion.appealed_at is None,
        reads_on=reads and not is_over,
    )


def exclusions_page(user: Any, space: Space, found: list[Exclusion]) -> ExclusionsPage:
    """For someone who manages the members. Two queries beside those of the header."""
    where = standing(user, space)
    has_other_owner = other_owners(space, user).exists()
    rows = []
    for exclusion in found:
        waits = exclusion.appealed_at is not None and exclusion.appeal_decided_at is None
        gate = can_answer_appeal(where, exclusion, has_other_owner=has_other_owner)
        decided_by = exclusion.appeal_decided_by
        rows.append(
            ExclusionRow(
                id=exclusion.pk,
                person=person_line(exclusion.user),
                by=exclusion.excluded_by.display_name,
                reason=exclusion.reason,
                excluded_at=exclusion.excluded_at,
                until=exclusion.until,
                url=reverse("space_exclusion_of", args=[space.slug, exclusion.pk]),
                appeal=exclusion.appeal,
                answer=exclusion.appeal_answer,
                answered_by=decided_by.display_name if decided_by else "",
                waits=waits,
                may_answer=waits and bool(gate),
                wait_reason=gate.reason if waits and not gate else "",
            )
        )
    return ExclusionsPage(header=space_header(user, space, where), rows=rows)
