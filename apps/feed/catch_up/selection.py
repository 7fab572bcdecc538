"""What one is shown of it, in which order, and where it ends.

The order is decided by the reason, then by time, then by number: the same facts give the same page.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.feed.catch_up import sources
from apps.feed.catch_up.places import NewestSeen, Place, places
from apps.feed.catch_up.reasons import Reason
from apps.feed.catch_up.silence import silence_of
from apps.feed.catch_up.sources import NOTHING, Found, Inquiry, Told

A_SPACE = 5
"""Items shown of one space."""

SPACES = 20
"""Spaces shown with their items; of the others, how many new posts they hold."""


@dataclass(frozen=True, slots=True)
class SpaceNews:
    """`found` are at most `A_SPACE`, the first in order; `more` says how many others there are."""

    place: Place
    found: list[Found]
    more: int

    @property
    def first(self) -> Found:
        return self.found[0]


@dataclass(frozen=True, slots=True)
class Selection:
    """`spaces` are shown; of `others` only the number of what is new. In order. `silent` are those
    that one would have looked for here, and that this person muted."""

    spaces: list[SpaceNews]
    others: list[SpaceNews]
    places: dict[int, Place]
    until: datetime
    silent: list[Place]

    @property
    def is_empty(self) -> bool:
        return not self.spaces


def select(
    user: Any,
    beginning: NewestSeen,
    *,
    until: datetime,
    told: Told = NOTHING,
) -> Selection:
    """What this person has missed. Eight queries, whatever there is.

    Left out are `told`, and the spaces and conversations that they want to hear nothing of.
    """
    known = places(user, beginning, until=until)
    silence = silence_of(user)
    where = {pk: place for pk, place in known.items() if pk not in silence.spaces}
    inquiry = Inquiry(user, where, until, told._replace(posts=told.posts | silence.posts))
    everything = sources.everything(inquiry)
    found = strongest(it for it in everything if it.post_id not in silence.posts)
    counted = sources.counts(inquiry)
    news = [
        _space_news(where[space_id], items, counted.get(space_id, 0))
        for space_id, items in _by_space(found).items()
    ]
    news.sort(key=lambda it: (*_rank(it.first), it.place.space.pk))
    silent = [place for pk, place in known.items() if place.is_home and pk in silence.spaces]
    return Selection(news[:SPACES], news[SPACES:], where, until, silent)


def strongest(found: Iterable[Found]) -> list[Found]:
    """Each post once, for its first reason, in order."""
    kept: dict[int, Found] = {}
    for item in ranked(found):
        kept.setdefault(item.post_id, item)
    return list(kept.values())


def ranked(found: Iterable[Found]) -> list[Found]:
    return sorted(found, key=_rank)


def _rank(found: Found) -> tuple[Reason, float, int]:
    return (found.reason, -found.at.timestamp(), -found.post_id)


def _by_space(found: list[Found]) -> dict[int, list[Found]]:
    grouped: defaultdict[int, list[Found]] = defaultdict(list)
    for item in found:
        grouped[item.space_id].append(item)
    return grouped


def _space_news(place: Place, items: list[Found], counted: int) -> SpaceNews:
    shown = items[:A_SPACE]
    # Older conversations with something new in them are not among the new posts that were counted.
    older = [it for it in items if not it.is_new]
    more = max(counted + len(older) - len(shown), len(items) - len(shown))
    return SpaceNews(place, shown, more)
