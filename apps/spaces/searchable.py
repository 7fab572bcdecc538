"""The search column of spaces, refreshed in bulk."""

from collections.abc import Iterable

from apps.core.normalise import normalise
from apps.core.search_column import write_search_column
from apps.spaces.models import Space


def refresh_searchable(space_ids: Iterable[int]) -> None:
    """Recompute what these spaces are found by: the words of name and description."""
    spaces = Space.objects.filter(pk__in=list(space_ids)).only("name", "description")
    write_search_column(
        Space, ((s.pk, normalise(s.name), normalise(s.description)) for s in spaces)
    )
