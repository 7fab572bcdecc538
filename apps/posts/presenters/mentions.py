"""Whom the editor offers to name."""

from typing import Any

from django.contrib.postgres.search import SearchQuery

from apps.core.normalise import normalise, prefix_query
from apps.profiles.lines import PersonLine, person_line
from apps.spaces.models import Space

OFFERED = 8
SHORTEST = 2


def people_to_name(user: Any, space: Space, text: str) -> list[PersonLine]:
    """Readers of a space that `user` reads, with names of which words begin like those of `text`.

    By name, without accents or case; nobody for less than two letters. One query.
    """
    if len(normalise(text[:200])) < SHORTEST:
        return []
    # Words of the name alone (weight A): job and unit would offer strangers for two letters.
    query = prefix_query(text, limit=4).replace(":*", ":*A")
    named = SearchQuery(query, search_type="raw", config="simple")
    found = space.readers().exclude(pk=user.pk).filter(profile__searchable=named)
    return [person_line(person) for person in found.with_card().by_name()[:OFFERED]]
