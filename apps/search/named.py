"""The kinds that are found by their names: people and spaces, in search columns of their own."""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils.translation import gettext_lazy as _

from apps.core.among import Among
from apps.core.normalise import prefix_query
from apps.core.pagination import Page, keyset
from apps.profiles.models import Profile, User, UserQuerySet
from apps.search.kinds import Kind, declare
from apps.search.query import Query
from apps.spaces.models import Membership, Space

# Where two letters fit thousands, the first by name of so many will do.
MOST_LIKELY = 500
BY_NAME: dict[str, type] = {"sort_name": str, "id": int}


def likely_people(person: Any, text: str, limit: int) -> list[User]:
    """By name, first those whose name the words begin, then those of whom anything else does."""
    starts = prefix_query(text)
    if not starts:
        return []
    by_name = _search(starts.replace(":*", ":*A"))
    is_called_so = ExpressionWrapper(Q(profile__searchable=by_name), BooleanField())
    found = _people(person, starts, most=MOST_LIKELY).order_by(is_called_so.desc(), "sort_name")
    return _with_cards(person, list(found.values_list("pk", flat=True)[:limit]))


def likely_spaces(person: Any, text: str, limit: int) -> list[Space]:
    """By name, one's own first; what is archived is not likely."""
    if not text.strip():
        return []
    current = Space.objects.listed_to(person).communities().current().matching(text)
    mine = Membership.objects.filter(user=person).values("space")
    is_mine = ExpressionWrapper(Q(pk__in=mine), BooleanField())
    return list(current.order_by(is_mine.desc(), "sort_name", "id")[:limit])


def _people(person: Any, starts: str, most: int | None = None) -> UserQuerySet:
    """Those whose words begin so, or `most` of them, found before they are put in order.

    Left to itself, Postgres walks through everybody by name until it has met enough who match.
    """
    found = Profile.objects.filter(searchable=_search(starts)).values_list("pk")[:most]
    return User.objects.visible_to(person).filter(Among(found))


def _search(starts: str) -> SearchQuery:
    return SearchQuery(starts, search_type="raw", config="simple")


def _with_cards(person: Any, ids: Sequence[int]) -> list[User]:
    people = User.objects.visible_to(person).with_card().in_bulk(ids)
    return [people[pk] for pk in ids if pk in people]


def look_for_people(person: Any, query: Query, cursor: str, limit: int) -> Page[User]:
    """By name, of the colleagues whose name, job, unit, site or skills the words begin."""
    starts = prefix_query(query.plain)
    if not starts:
        return Page([])
    light = _people(person, starts).only("pk", "sort_name")
    page = keyset(light, order=BY_NAME, cursor=cursor, limit=limit)
    return Page(_with_cards(person, [user.pk for user in page.items]), page.next_cursor)


def look_for_spaces(person: Any, query: Query, cursor: str, limit: int) -> Page[Space]:
    """By name, of the spaces whose name this person may know."""
    if not query.plain.strip():
        return Page([])
    spaces = Space.objects.listed_to(person).communities().matching(query.plain)
    return keyset(spaces, order=BY_NAME, cursor=cursor, limit=limit)


PEOPLE = declare(
    Kind(
        "person",
        _("People"),
        ("people", "persons", "personne", "personnes", "collegue", "collegues", "colleague"),
        look=look_for_people,
        glance=lambda person, query, limit: likely_people(person, query.plain, limit),
    )
)
SPACES = declare(
    Kind(
        "space",
        _("Spaces"),
        ("spaces", "espace", "espaces", "communaute", "communautes"),
        look=look_for_spaces,
        glance=lambda person, query, limit: likely_spaces(person, query.plain, limit),
    )
)
