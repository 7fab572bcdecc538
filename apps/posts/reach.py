"""How many people an announcement would tell: known to a floor above, which says here how to ask.

Posts may not import who is told; who writes is told all the same before publishing.
"""

from collections.abc import Callable
from typing import Any

from apps.spaces.models import Space

ReachSource = Callable[[Any, Space], str]

_sources: list[ReachSource] = []


def answer_reach(source: ReachSource) -> ReachSource:
    """Have `source(author, space)` say in a sentence whom an announcement there would tell."""
    if source not in _sources:
        _sources.append(source)
    return source


def announcement_reach(author: Any, space: Space) -> str:
    """The sentence; empty while nobody can say."""
    return next((said for source in _sources if (said := source(author, space))), "")
