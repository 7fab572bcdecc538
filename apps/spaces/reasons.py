"""Why people read a space, in words: one sentence for each branch of the read rule.

Said from the same rows that `Space.visible_to` asks. tests/access/test_readers.py holds each
sentence to who really gets in.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.db.models import Count, Q
from django.utils.formats import number_format
from django.utils.translation import ngettext

from apps.profiles.models import Unit
from apps.spaces.models import Space
from apps.spaces.models.space import READ


class Branch(StrEnum):
    """The ways in which a space is read: those of `Space.visible_to`, and no other."""

    EVERYONE = "everyone"
    MEMBERS = "members"
    UNITS = "units"


@dataclass(frozen=True, slots=True)
class Reason:
    """One way in which people read; `count` is how many do so by it."""

    branch: str
    icon: str
    text: str
    count: int


def space_reasons(space: Space) -> list[Reason]:
    """The ways in which this space is read now. Two queries at most, whatever the readers."""
    if space.kind == Space.Kind.OPEN:
        return [_everyone(space.readers().count())]
    members = space.readers()
    if space.has_unit_readers:
        granted = space.grants.filter(permission__codename=READ).values("user")
        members = members.filter(pk__in=granted)
    count = members.count()
    found = [_members(count)] if count else []
    return found + [_unit(unit, people) for unit, people in _units(space)]


def _units(space: Space) -> Iterable[tuple[Unit, int]]:
    """The units it was opened to, those above before those below, and how many people they are."""
    if not space.has_unit_readers:
        return []
    opened = space.unit_grants.filter(permission__codename=READ).values("group")
    reads = Q(group__user__in=space.readers().values("pk"))
    reading = Count("group__user", filter=reads)
    units = Unit.objects.filter(group__in=opened).annotate(reading=reading).order_by("path")
    return [(unit, unit.reading) for unit in units]


def grouped(count: int) -> str:
    """As it stands in a sentence of the reader's language: `"12 000"`."""
    return number_format(count, force_grouping=True)


def _everyone(count: int) -> Reason:
    text = ngettext(
        "Everyone at %(organisation)s: %(count)s person.",
        "Everyone at %(organisation)s: %(count)s people.",
        count,
    ) % {"organisation": settings.RSN_ORGANISATION_NAME, "count": grouped(count)}
    return Reason(Branch.EVERYONE, "globe", text, count)


def _members(count: int) -> Reason:
    text = ngettext(
        "%(count)s member of the space.",
        "%(count)s members of the space.",
        count,
    ) % {"count": grouped(count)}
    return Reason(Branch.MEMBERS, "people", text, count)


def _unit(unit: Unit, count: int) -> Reason:
    text = ngettext(
        "%(count)s person of %(unit)s. Who joins this unit begins to read, who leaves it stops.",
        "%(count)s people of %(unit)s. Who joins this unit begins to read, who leaves it stops.",
        count,
    ) % {"unit": unit.name, "count": grouped(count)}
    return Reason(Branch.UNITS, "org", text, count)
