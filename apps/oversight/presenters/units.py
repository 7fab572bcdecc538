"""The tree as an administrator changes it."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _, ngettext

from apps.core.normalise import normalise
from apps.oversight.presenters.desk import Confirmation
from apps.profiles.models import Unit


@dataclass(frozen=True, slots=True)
class Node:
    """As components/tree.html shows it."""

    name: str
    url: str
    sub: str
    children: list["Node"]
    icon: str = ""
    current: bool = False
    person: None = None


@dataclass(frozen=True, slots=True)
class UnitsPage:
    departments: list[Node]
    sites: list[Node]


@dataclass(frozen=True, slots=True)
class UnitPage:
    name: str
    kind: str
    people: str
    way: list[dict[str, str]]
    below: list[Node]
    urls: dict[str, str]


def units_page(units: list[Unit], people: dict[int, int]) -> UnitsPage:
    """Of all units and how many people each has of its own. No query."""
    return UnitsPage(
        departments=_forest(units, people, Unit.Kind.DEPARTMENT),
        sites=_forest(units, people, Unit.Kind.SITE),
    )


def unit_page(unit: Unit, units: list[Unit], people: dict[int, int]) -> UnitPage:
    names = {each.pk: each for each in units}
    way = [{"label": _("Units"), "url": reverse("administration_units")}]
    way += [
        {"label": names[pk].name, "url": _address("administration_unit", names[pk])}
        for pk in unit.ancestor_ids()[:-1]
        if pk in names
    ]
    inside = sum(people.get(each.pk, 0) for each in units if each.path.startswith(unit.path))
    return UnitPage(
        name=unit.name,
        kind=str(unit.get_kind_display()),
        people=_people(inside),
        way=[*way, {"label": unit.name, "url": ""}],
        below=_under(unit.pk, units, people),
        urls={
            "page": _address("administration_unit", unit),
            "place": _address("administration_unit_place", unit),
            "merge": _address("administration_unit_merge", unit),
        },
    )


def confirm_merge(unit: Unit, into: Unit, people: int) -> Confirmation:
    words: dict[str, Any] = {"unit": unit.name, "into": into.name}
    return Confirmation(
        title=_("Merge %(unit)s into %(into)s?") % words,
        sentences=[
            ngettext(
                "%(count)s person and the units below go to %(into)s.",
                "%(count)s people and the units below go to %(into)s.",
                people,
            )
            % {**words, "count": number_format(people)},
            _("Spaces that were opened to %(unit)s: its people no longer read them through it.")
            % words,
            _("Spaces that are opened to %(into)s: they read them from now on.") % words,
            _("It cannot be undone in one step."),
        ],
        action=_address("administration_unit_merge", unit),
        submit=_("Merge them"),
        cancel_url=_address("administration_unit", unit),
        is_danger=True,
        kept={"confirmed": "yes", "into": into.slug},
    )


def _forest(units: list[Unit], people: dict[int, int], kind: str) -> list[Node]:
    return _under(None, [unit for unit in units if unit.kind == kind], people)


def _under(parent: int | None, units: list[Unit], people: dict[int, int]) -> list[Node]:
    here = [unit for unit in units if unit.parent_id == parent]
    return [
        Node(
            name=unit.name,
            url=_address("administration_unit", unit),
            sub=_people(people.get(unit.pk, 0)),
            children=_under(unit.pk, units, people),
        )
        for unit in sorted(here, key=lambda unit: normalise(unit.name))
    ]


def _people(count: int) -> str:
    return ngettext("%(count)s person", "%(count)s people", count) % {"count": number_format(count)}


def _address(name: str, unit: Unit) -> str:
    return reverse(name, args=[unit.slug])
