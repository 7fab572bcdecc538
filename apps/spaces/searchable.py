"""The search column of spaces, refreshed in bulk."""

from collections.abc import Iterable

from django.contrib.postgres.search import SearchVector
from django.db.models import Value

from apps.core.normalise import normalise
from apps.spaces.models import Space


def refresh_searchable(space_ids: Iterable[int]) -> None:
    """Recompute what these spaces are found by: the words of name and description."""
    for space in Space.objects.filter(pk__in=list(space_ids)):
        Space.objects.filter(pk=space.pk).update(
            searchable=SearchVector(Value(normalise(space.name)), config="simple", weight="A")
            + SearchVector(Value(normalise(space.description)), config="simple", weight="B")
        )
