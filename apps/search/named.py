"""The kinds that are found by their names: people and spaces, in search columns of their own."""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.utils.translation import gettext_lazy as _

from apps.core.among import Among
from apps.core.normalise import prefix_query
from apps.core.pagination import Page, keyset
from apps.profiles.models import Profile, User, UserQuerySet
from apps.search.kinds import Kind, declare
from apps.search.likely import likely_people, likely_spaces
from apps.search.query import Query
from apps.spaces.models import Space

BY_NAME: dict[str, type] = {"sort_name": str, "id": int}


def _people(person: Any, starts: str) -> UserQuerySet:
    """Those whose words begin so, found before they are put in order.

    Left to itself, Postgres walks through everybody by name until it has met enough who match.
    """
    words = SearchQuery(starts, search_type="raw", config="simple")
    found = Profile.objects.filter(searchable=words).values_list("pk")
    return User.objects.visible_to(person).filter(Among(found))


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
