"""The newest texts that match, and of them those a person reads, whatever the number of texts.

The index is asked of the last few thousand texts first, then of ever longer spans of time until
enough has been found. A common word costs what its newest thousand matches cost; a rare one is
found in the whole index as quickly as in a part of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection

from apps.core.prepared import Prepared
from apps.profiles.models import User
from apps.search.bounded import TookTooLong, ask
from apps.search.models import SearchEntry
from apps.search.tokens import Span, either, span

# Texts looked at for one answer, and texts in the first span of time.
MOST = 1_000
FIRST_SPAN = 4_096
SLOWEST_GROWTH, FASTEST_GROWTH = 4, 16

LAST_ID = 2**62

# Written so that no other index serves: only the GIN index is bounded by the tokens of time.
_AT = "said_at + interval '0'"
_FOUND = f"""
    WITH found AS MATERIALIZED (
        SELECT id, said_at, {{rank}} AS rank FROM (
            SELECT id, said_at, vector FROM search_searchentry
            WHERE {{conditions}}
            ORDER BY {_AT} DESC, id DESC
            LIMIT %(most)s
        ) newest
    )
    SELECT found.id, found.said_at, found.rank, readable.*
    FROM found LEFT JOIN ({{rule}}) readable ON readable.id = found.id
"""  # noqa: S608 - our own words
# How strongly a text speaks of the words: together, often, in the title; less for its length.
_RANK = "ts_rank_cd('{0.1, 0.2, 0.4, 1.0}', vector, %(words)s::tsquery, 1)"

_DENSITY = """
    SELECT
        (SELECT said_at FROM search_searchentry WHERE said_at <= %(top)s
         ORDER BY said_at DESC OFFSET %(first)s LIMIT 1),
        (SELECT said_at FROM search_searchentry ORDER BY said_at LIMIT 1)
"""


class Place(NamedTuple):
    """A place in time between two texts."""

    at: datetime
    id: int = LAST_ID


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text that matches and that this person reads."""

    id: int
    said_at: datetime
    rank: float
    post_id: int
    comment_id: int | None
    space_id: int
    author_id: int


@dataclass(frozen=True, slots=True)
class Candidates:
    """In the order of time, newest first.

    `end` is where to go on looking when there is more; None when this was all. `is_partial`: the
    time was over before older texts were looked at.
    """

    rows: list[Candidate]
    end: Place | None = None
    is_partial: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """`conditions` are tsqueries that all must hold; `words` the one that ranks, perhaps ""."""

    conditions: tuple[str, ...]
    words: str = ""
    after: datetime | None = None


COLUMNS = (
    "id", "post_id", "comment_id", "post__space_id", "post__author_id", "comment__author_id",
)  # fmt: skip

_READABLE: Prepared[SearchEntry] = Prepared(
    lambda person: SearchEntry.objects.visible_to(person).order_by().values_list(*COLUMNS),
    lambda pk: User(pk=pk),
)


def newest(
    person: Any, asked: Asked, before: Place, *, reach: str | None, most: int = MOST
) -> Candidates:
    """The newest `most` texts said before a place; a few less where the rule is not the hint's.

    Raises `TookTooLong` when not even the newest could be looked through in time.
    """
    if not (person.is_authenticated and person.is_active):
        return Candidates([])
    search = Search(asked, reach, _READABLE.sql(person), most)
    return search.newest(before)


class Search:
    def __init__(
        self, asked: Asked, reach: str | None, rule: tuple[str, Sequence[Any]], most: int
    ) -> None:
        self._asked = asked
        self._most = most
        statement, params = rule
        names = [f"rule_{position}" for position in range(len(params))]
        self._rule = statement % tuple(f"%({name})s" for name in names)
        self._named: dict[str, Any] = dict(zip(names, params, strict=True))
        self._named |= {"words": asked.words, "most": most + 1, "after": asked.after}
        self._conditions = [c for c in (*asked.conditions, reach) if c]

    def newest(self, before: Place) -> Candidates:
        length, whole = self._lengths(before)
        rows: list[Any] | None = None
        while True:
            part = span(before.at, before.at - length) if length < whole else Span((), None)
            try:
                rows = self._ask(part, before)
            except TookTooLong:
                if not rows:
                    raise
                return self._candidates(rows, is_partial=True)
            is_all = part.start is None or (self._asked.after and part.start <= self._asked.after)
            if len(rows) > self._most or is_all:
                return self._candidates(rows)
            growth = 2 * self._most / max(len(rows), 1)
            length *= min(FASTEST_GROWTH, max(SLOWEST_GROWTH, growth))

    def _lengths(self, before: Place) -> tuple[timedelta, timedelta]:
        """Of the first span, and of all there is."""
        with connection.cursor() as db:
            db.execute(_DENSITY, {"top": before.at, "first": FIRST_SPAN})
            dense, oldest = db.fetchone()
        whole = before.at - oldest if oldest else timedelta(0)
        return (before.at - dense if dense else whole), whole

    def _ask(self, part: Span, before: Place) -> list[Any]:
        named = dict(self._named)
        conditions = []
        for number, condition in enumerate((*self._conditions, either(part.tokens))):
            if condition:
                named[f"condition_{number}"] = condition
                conditions.append(f"vector @@ %(condition_{number})s::tsquery")
        conditions.append(f"({_AT}, id) < (%(at)s, %(id)s)")
        if self._asked.after:
            conditions.append(f"{_AT} >= %(after)s")
        named |= before._asdict()
        statement = _FOUND.format(
            rank=_RANK if self._asked.words else "0::float4",
            conditions=" AND ".join(conditions),
            rule=self._rule,
        )
        return ask(statement, named)

    def _candidates(self, rows: list[Any], *, is_partial: bool = False) -> Candidates:
        rows.sort(key=lambda row: (row[1], row[0]), reverse=True)
        shown = rows[: self._most]
        end = Place(shown[-1][1], shown[-1][0]) if len(rows) > self._most else None
        readable = [_candidate(row) for row in shown if row[3] is not None]
        return Candidates(readable, end, is_partial)


def _candidate(row: tuple[Any, ...]) -> Candidate:
    entry_id, said_at, rank, _, post_id, comment_id, space_id, post_author, comment_author = row
    author_id = comment_author if comment_id else post_author
    return Candidate(entry_id, said_at, rank, post_id, comment_id, space_id, author_id)
