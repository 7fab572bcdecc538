"""What the answers have in common, counted in what was found for this reader and nowhere else."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from apps.profiles.models import User
from apps.search.candidates import Candidate
from apps.search.kinds import KINDS
from apps.spaces.models import Space

MOST_VALUES = 6


@dataclass(frozen=True, slots=True)
class FacetValue:
    """`filter` is what to add to the query: `in:quality-lyon`."""

    filter: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Facet:
    slug: str
    label: str | Promise
    values: tuple[FacetValue, ...]


def facets_of(person: Any, rows: Sequence[Candidate]) -> tuple[Facet, ...]:
    """Of these texts, which passed the rule for this person. Two queries. Only real choices."""
    built = (
        Facet("kind", pgettext_lazy("search", "Kind"), tuple(_kinds(rows))),
        Facet("space", _("Space"), tuple(_spaces(rows))),
        Facet("author", _("Author"), tuple(_authors(person, rows))),
        Facet("year", _("Year"), tuple(_years(rows))),
    )
    return tuple(facet for facet in built if len(facet.values) > 1)


def _kinds(rows: Sequence[Candidate]) -> Iterable[FacetValue]:
    counts = Counter("comment" if row.comment_id else "post" for row in rows)
    for slug, count in counts.most_common():
        yield FacetValue(f"kind:{slug}", str(KINDS[slug].label), count)


def _spaces(rows: Sequence[Candidate]) -> Iterable[FacetValue]:
    counts = Counter(row.space_id for row in rows).most_common(MOST_VALUES)
    spaces = Space.objects.known(pk for pk, _count in counts).only("slug", "name", "built_in")
    named = {space.pk: space for space in spaces}
    for pk, count in counts:
        if pk in named:
            yield FacetValue(f"in:{named[pk].slug}", named[pk].title, count)


def _authors(person: Any, rows: Sequence[Candidate]) -> Iterable[FacetValue]:
    counts = Counter(row.author_id for row in rows).most_common(MOST_VALUES)
    people = User.objects.visible_to(person).only("username", "display_name")
    people = people.in_bulk([pk for pk, _count in counts])
    for pk, count in counts:
        if pk in people:
            yield FacetValue(f"from:{people[pk].username}", people[pk].display_name, count)


def _years(rows: Sequence[Candidate]) -> Iterable[FacetValue]:
    zone = timezone.get_current_timezone()
    counts = Counter(row.said_at.astimezone(zone).year for row in rows)
    for year in sorted(counts, reverse=True)[:MOST_VALUES]:
        yield FacetValue(f"after:{year} before:{year + 1}", str(year), counts[year])
