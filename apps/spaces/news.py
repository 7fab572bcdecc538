"""Whether something new waits in a space: known to a floor above, which says here how to ask it.

Spaces may not import what is written in them; a list of spaces shows a dot all the same.
"""

from collections.abc import Callable, Collection
from typing import Any

NewsSource = Callable[[Any, Collection[int]], set[int]]

_sources: list[NewsSource] = []


def answer_news(source: NewsSource) -> NewsSource:
    """Have `source(user, space_ids)` say which of these spaces hold something new. One query."""
    if source not in _sources:
        _sources.append(source)
    return source


def spaces_with_news(user: Any, space_ids: Collection[int]) -> set[int]:
    """Which of these spaces hold something `user` has not seen; none while nobody can say."""
    if not space_ids:
        return set()
    return {space_id for source in _sources for space_id in source(user, space_ids)}
