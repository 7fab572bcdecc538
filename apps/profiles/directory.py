"""Finding colleagues: by words, and by their place in the organisation's tree."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404

from apps.core.normalise import normalise
from apps.core.pagination import Page, keyset
from apps.profiles.models import Unit, User

PAGE_LENGTH = 30


@dataclass(frozen=True, slots=True)
class UnitOption:
    """A unit in a choice; `label` is indented by its depth in the tree."""

    slug: str
    label: str
    is_selected: bool


@dataclass(frozen=True, slots=True)
class Tree:
    """All units, read once for a page: departments and sites of any organisation number few."""

    units: list[Unit]

    def options(self, kind: str, selected: str) -> list[UnitOption]:
        """The units of one kind, in tree order."""
        names = {unit.pk: unit.name for unit in self.units}
        chosen = [(u, u.ancestor_ids()) for u in self.units if u.kind == kind]
        chosen.sort(key=lambda pair: [normalise(names.get(pk, "")) for pk in pair[1]])
        return [
            UnitOption(unit.slug, _indented(unit.name, len(line) - 1), unit.slug == selected)
            for unit, line in chosen
        ]

    def below(self, slug: str) -> list[int]:
        """Ids of a unit and of all under it. Raises `Http404` when there is no such unit."""
        root = next((unit for unit in self.units if unit.slug == slug), None)
        if root is None:
            raise Http404
        return [unit.pk for unit in self.units if unit.path.startswith(root.path)]


def read_tree() -> Tree:
    return Tree(list(Unit.objects.order_by("path")))


def trail_of(unit: Unit | None) -> list[Unit]:
    """The units from the root down to this one. One query."""
    if unit is None:
        return []
    found = Unit.objects.in_bulk(unit.ancestor_ids())
    return [found[pk] for pk in unit.ancestor_ids() if pk in found]


def colleagues(
    viewer: Any, *, tree: Tree, text: str = "", unit: str = "", site: str = "", cursor: str = ""
) -> Page[User]:
    """One page of the people who match everything asked, by name. One query."""
    people = User.objects.visible_to(viewer).with_card().matching(text)
    if unit:
        people = people.filter(profile__unit__in=tree.below(unit))
    if site:
        people = people.filter(profile__site__in=tree.below(site))
    return keyset(people, order={"sort_name": str, "id": int}, cursor=cursor, limit=PAGE_LENGTH)


def _indented(name: str, depth: int) -> str:
    # An option of a select drops spaces and knows no style; a no-break space is what is left.
    return "\u00a0\u00a0\u00a0" * depth + name
