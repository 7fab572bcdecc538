"""Units of the directory that read a space, as they stand among the members."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import ngettext

from apps.core.addresses import address
from apps.spaces.entries import UnitAccess, UnitFound
from apps.spaces.models import Space


@dataclass(frozen=True, slots=True)
class UnitRow:
    """`granted_by` and `granted_at` are unknown where no journal has them."""

    slug: str
    name: str
    people: str
    directory_url: str
    url: str
    granted_by: str
    granted_at: datetime | None
    may_withdraw: bool


@dataclass(frozen=True, slots=True)
class UnitCandidate:
    """A unit found by name. `reads`: it was given access already."""

    slug: str
    name: str
    people: str
    has_people: bool
    reads: bool


def unit_rows(space: Space, found: list[UnitAccess], *, may_withdraw: bool) -> list[UnitRow]:
    return [
        UnitRow(
            slug=access.unit.slug,
            name=access.unit.name,
            people=_people(access.people),
            directory_url=f"{address('people')}?unit={access.unit.slug}",
            url=reverse("space_unit", args=[space.slug, access.unit.slug]),
            granted_by=access.granted_by.display_name if access.granted_by else "",
            granted_at=access.granted_at,
            may_withdraw=may_withdraw,
        )
        for access in found
    ]


def unit_candidates(found: list[UnitFound]) -> list[UnitCandidate]:
    return [
        UnitCandidate(
            slug=one.unit.slug,
            name=one.unit.name,
            people=_people(one.people),
            has_people=one.people > 0,
            reads=one.reads,
        )
        for one in found
    ]


def _people(count: int) -> str:
    return ngettext("%(count)s person", "%(count)s people", count) % {
        "count": number_format(count, force_grouping=True)
    }
