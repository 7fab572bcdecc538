"""The newest texts that match, and of them those a person reads, whatever the number of texts.

The index is asked of the last few thousand texts first, then of ever longer spans of time before
them, until enough has been found. A common word costs what its newest matches cost; a
rare one is found in the whole index as quickly as in a part of it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from apps.search.bounded import Ask, TookTooLong, bounded
from apps.search.reach import Reach
from apps.search.readable import Check, readable_by
from apps.search.tokens import Span, either, span

# Texts looked at for one answer, and texts in the first span of time.
MOST = 300
FIRST_SPAN = 4_096
SLOWEST_GROWTH, FASTEST_GROWTH = 3, 16
# The next span should hold what is missing, and a little more rather than a little less.
ROOM = 1.4

LAST_ID = 2**62

# Written so that no other index serves: only the GIN index is bounded by the tokens of time.
_AT = "said_at + interval '0'"
_FOUND = f"""
    SELECT id, said_at, post_id, comment_id, {{rank}} FROM (
        SELECT id, said_at, post_id, comment_id, vector FROM search_searchentry
        WHERE {{conditions}}
        ORDER BY {_AT} DESC, id DESC
        LIMIT %(most)s
    ) newest
"""  # noqa: S608 - our own words
# The same as `@@`, and not answered by the index.
_NEAR = "ts_match_vq(vector, %(reach)s::tsquery)"
# How strongly a text speaks of the words: often, in the title, less for its length; and of several
# words, near each other, best of all in a row as they were typed.
_RANK_OF_ONE = "ts_rank('{0.1, 0.2, 0.4, 1.0}', vector, %(words)s::tsquery, 1)"
_RANK_OF_SEVERAL = (
    "ts_rank_cd('{0.1, 0.2, 0.4, 1.0}', vector, %(words)s::tsquery, 1)"
    " * CASE WHEN ts_match_vq(vector, %(in_a_row)s::tsquery) THEN 5 ELSE 1 END"
)

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
    """`conditions` are tsqueries that all must hold; `words` and `in_a_row` rank, perhaps ""."""

    conditions: tuple[str, ...]
    words: str = ""
    after: datetime | None = None
    in_a_row: str = ""


def newest(
    person: Any, asked: Asked, before: Place, *, reach: Reach, most: int = MOST
) -> Candidates:
    """The newest `most` texts said before a place; a few less where the rule is not the reach's.

    Raises `TookTooLong` when not even the newest could be looked through in time.
    """
    if not (person.is_authenticated and person.is_active):
        return Candidates([])
    return Search(asked, reach, readable_by(person), most).newest(before)


# Id, moment, post, comment, rank.
Row = tuple[int, datetime, int, int | None, float]


class Search:
    def __init__(self, asked: Asked, reach: Reach, check: Check, most: int) -> None:
        self._asked = asked
        self._reach = reach
        self._check = check
        self._most = most
        self._conditions = list(asked.conditions)
        self._filter = _NEAR if reach.tokens else ""
        self._rows: list[Row] = []

    def newest(self, before: Place) -> Candidates:
        is_partial = False
        try:
            with bounded() as ask:
                self._look(ask, before)
        except TookTooLong:
            if not self._rows:
                raise
            is_partial = True
        return self._candidates(is_partial=is_partial)

    def _look(self, ask: Ask, before: Place) -> None:
        """Span after span, until there are enough or no more."""
        length, whole = self._lengths(ask, before)
        begin = before
        while True:
            start = begin.at - length
            part = span(begin.at, start) if before.at - start < whole else Span((), None)
            self._rows += self._ask(ask, part, begin)
            if part.start is None or len(self._rows) > self._most:
                return
            if self._asked.after and part.start <= self._asked.after:
                return
            length = (before.at - part.start) * self._growth()
            begin = Place(part.start, 0)
            self._mind_the_reach(ask)

    def _mind_the_reach(self, ask: Ask) -> None:
        """Rows are sorted out as they are read, unless nearly all would be read in vain.

        The index then sorts them out itself, which costs more for each of them.
        """
        if self._filter and self._reach.is_short(ask):
            self._filter = ""
            self._conditions.append(self._reach.tokens)

    def _growth(self) -> float:
        """How much longer than what was looked through the next part is."""
        found = len(self._rows)
        growth = ROOM * (self._most - found) / max(found, 1)
        return min(FASTEST_GROWTH, max(SLOWEST_GROWTH, growth))

    def _lengths(self, ask: Ask, before: Place) -> tuple[timedelta, timedelta]:
        """Of the first span, and of all there is."""
        ((dense, oldest),) = ask(_DENSITY, {"top": before.at, "first": FIRST_SPAN})
        whole = before.at - oldest if oldest else timedelta(0)
        return (before.at - dense if dense else whole), whole

    def _ask(self, ask: Ask, part: Span, before: Place) -> list[Row]:
        """Newest first, those that the rule refuses included."""
        named: dict[str, Any] = {
            "words": self._asked.words,
            "in_a_row": self._asked.in_a_row,
            "after": self._asked.after,
            "most": self._most + 1 - len(self._rows),
            "reach": self._reach.tokens,
            **before._asdict(),
        }
        conditions = []
        for number, condition in enumerate((*self._conditions, either(part.tokens))):
            if condition:
                named[f"condition_{number}"] = condition
                conditions.append(f"vector @@ %(condition_{number})s::tsquery")
        conditions.append(f"({_AT}, id) < (%(at)s, %(id)s)")
        if self._filter:
            conditions.append(self._filter)
        if self._asked.after:
            conditions.append(f"{_AT} >= %(after)s")
        statement = _FOUND.format(rank=self._rank(), conditions=" AND ".join(conditions))
        return sorted(ask(statement, named), key=lambda row: (row[1], row[0]), reverse=True)

    def _rank(self) -> str:
        if not self._asked.words:
            return "0::float4"
        return _RANK_OF_SEVERAL if self._asked.in_a_row else _RANK_OF_ONE

    def _candidates(self, *, is_partial: bool) -> Candidates:
        rows = self._rows[: self._most]
        is_more = len(self._rows) > self._most
        end = Place(rows[-1][1], rows[-1][0]) if is_more else None
        readable = self._check([row[2] for row in rows], [row[3] for row in rows]) if rows else {}
        found = [
            Candidate(entry_id, said_at, rank, post_id, comment_id, *readable[number])
            for number, (entry_id, said_at, post_id, comment_id, rank) in enumerate(rows)
            if number in readable
        ]
        return Candidates(found, end, is_partial)
