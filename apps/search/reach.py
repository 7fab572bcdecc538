"""What a person can come to read, as tokens of the index.

A hint that keeps texts from being looked at in vain, and no more: what is found is then asked of
the rule (readable.py), which alone decides. A space that has been closed a moment ago is found by
its old tokens and fails there.
"""

import time
from dataclasses import dataclass
from typing import Any

from apps.core.among import Among
from apps.core.prepared import Prepared, Statement
from apps.search.bounded import Ask
from apps.search.tokens import OPEN, access_token, either
from apps.spaces.models import Space
from apps.spaces.models.granted import by_name, by_unit
from apps.spaces.models.space import READ

# Of more closed spaces than these nothing is hinted; the rule sorts out what is found.
MOST_CLOSED = 2_000

# Who reads less than this share of what is being said has the index itself sorted by it.
SHORT = 0.2
SAMPLED = 300
REMEMBERED_SECONDS = 600.0
REMEMBERED_PEOPLE = 10_000

_SHARE = """
    SELECT coalesce(avg(ts_match_vq(vector, %(tokens)s::tsquery)::int), 1)::float8
    FROM (SELECT vector FROM search_searchentry ORDER BY said_at DESC LIMIT %(sampled)s) newest
"""
_shares: dict[int, tuple[float, float]] = {}


@dataclass(frozen=True, slots=True)
class Reach:
    """`tokens` is a tsquery that every text this person reads satisfies; "" when it is too long."""

    person_id: int
    tokens: str

    def is_short(self, ask: Ask) -> bool:
        """Whether this person reads little of what is said. One query in ten minutes."""
        now = time.monotonic()
        known = _shares.get(self.person_id)
        if known is None or known[1] < now:
            if len(_shares) > REMEMBERED_PEOPLE:
                _shares.clear()
            known = _shares[self.person_id] = (self._share(ask), now + REMEMBERED_SECONDS)
        return known[0] < SHORT

    def _share(self, ask: Ask) -> float:
        ((share,),) = ask(_SHARE, {"tokens": self.tokens, "sampled": SAMPLED})
        return float(share)


def reach_of(person: Any) -> Reach:
    """Of a person who is active. One query."""
    closed = [pk for (pk,) in _IDS.rows(person.pk)]
    if len(closed) > MOST_CLOSED:
        return Reach(person.pk, "")
    tokens = [OPEN, *(access_token(pk, is_open=False) for pk in closed)]
    return Reach(person.pk, either(tokens))


def _closed(person: Any) -> Any:
    granted = by_name(person, READ).union(by_unit(person, READ))
    spaces = Space.objects.visible_to(person).exclude(kind=Space.Kind.OPEN)
    return spaces.filter(Among(granted)).values_list("pk")[: MOST_CLOSED + 1]


_CLOSED: Prepared[Space] = Prepared(_closed)
_IDS = Statement("closed_spaces", lambda: _CLOSED.text, "bigint")
