"""What happened in these places: six questions, whatever the number of places and posts.

Every question reads from places that `places()` found through `visible_to`; what is then shown is
loaded through it once more (selection.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from apps.feed.catch_up.places import Place
from apps.feed.catch_up.reasons import COLLEAGUES_ENOUGH, Reason
from apps.feed.catch_up.statements import (
    COLLEAGUES,
    CONVERSATIONS,
    COUNTS,
    MENTIONS,
    NEW,
    QUESTION,
)

EXAMINED = 50
"""Of each space the newest fifty posts are looked at one by one; the others are only counted."""

COUNTED = 1000
"""Counting ends here: that there are a thousand more says enough."""


class Told(NamedTuple):
    """Ids of posts and comments that this person has been told of in another way."""

    posts: frozenset[int] = frozenset()
    comments: frozenset[int] = frozenset()


NOTHING = Told()


class Found(NamedTuple):
    """A post and why it is here. `comment_id` is the answer to show in its place, or None; `at` is
    when that, or the post, was written. `is_new`: the post is one of those that `counts` counts."""

    post_id: int
    space_id: int
    is_new: bool
    at: datetime
    reason: Reason
    number: int = 1
    comment_id: int | None = None


@dataclass(frozen=True)
class Inquiry:
    """Who asks, where, until when, and without what."""

    reader: Any
    places: Mapping[int, Place]
    until: datetime
    told: Told = NOTHING

    def parameters(self) -> dict[str, Any]:
        where = list(self.places.values())
        return {
            "ids": [place.space.pk for place in where],
            "starts": [place.since for place in where],
            "homes": [place.is_home for place in where],
            "animated": [place.is_animated for place in where],
            "earliest": min((place.since for place in where), default=self.until),
            "until": self.until,
            "reader": self.reader.pk,
            "unit": self.reader.profile.unit_id,
            "told_posts": list(self.told.posts),
            "told_comments": list(self.told.comments),
            "examined": EXAMINED,
            "counted": COUNTED,
            "enough": COLLEAGUES_ENOUGH,
            "question": QUESTION,
        }


FACTS = (Reason.ASKED, Reason.ANNOUNCED, Reason.LEADER, Reason.FIRST_POST, Reason.PINNED)


def everything(inquiry: Inquiry) -> list[Found]:
    """All that may be shown, a post perhaps for several reasons. Four queries."""
    asked = inquiry.parameters()
    new = [
        Found(post, space, True, at, _first_fact(facts))
        for post, space, at, *facts in _rows(NEW, asked)
    ]
    conversations = [
        Found(post, space, is_new, at, Reason.ANSWERED if own else Reason.CONVERSATION, n, last)
        for post, space, is_new, at, own, n, last in _rows(CONVERSATIONS, asked)
    ]
    colleagues = [
        Found(post, space, is_new, at, Reason.COLLEAGUES, n, last)
        for post, space, is_new, at, n, last in _rows(COLLEAGUES, asked)
    ]
    mentions = [
        Found(post, space, is_new, at, Reason.MENTIONED, 1, comment)
        for post, space, is_new, at, comment in _rows(MENTIONS, asked)
    ]
    return [*new, *conversations, *colleagues, *mentions]


def counts(inquiry: Inquiry) -> dict[int, int]:
    """How many new posts by others there are in each place that is home, `COUNTED` at most."""
    return dict(_rows(COUNTS, inquiry.parameters()))


def _first_fact(facts: list[bool]) -> Reason:
    return next((reason for reason, holds in zip(FACTS, facts, strict=True) if holds), Reason.NEW)


def _rows(statement: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as db:
        db.execute(statement, parameters)
        return db.fetchall()
