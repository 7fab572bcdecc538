"""The kinds that are found by their names: people and spaces, in search columns of their own."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.core.pagination import Page, keyset
from apps.profiles.models import User
from apps.search.kinds import Kind, declare
from apps.search.query import Query
from apps.spaces.models import Space

BY_NAME: dict[str, type] = {"sort_name": str, "id": int}


def look_for_people(person: Any, query: Query, cursor: str, limit: int) -> Page[User]:
    """By name, of the colleagues whose name, job, unit, site or skills the words begin."""
    if not query.plain.strip():
        return Page([])
    people = User.objects.visible_to(person).with_card().matching(query.plain)
    return keyset(people, order=BY_NAME, cursor=cursor, limit=limit)


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
    )
)
SPACES = declare(
    Kind(
        "space",
        _("Spaces"),
        ("spaces", "espace", "espaces", "communaute", "communautes"),
        look=look_for_spaces,
    )
)
