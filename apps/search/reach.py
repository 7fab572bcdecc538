"""What a person can come to read, as tokens of the index.

A hint that keeps the index from being read in vain, and no more: what is found is then asked of
`SearchEntry.objects.visible_to`, which alone decides. A space that has been closed a moment ago is
found by its old tokens and fails there.
"""

from typing import Any

from apps.core.among import Among
from apps.core.prepared import Prepared
from apps.profiles.models import User
from apps.search.tokens import OPEN, access_token, either
from apps.spaces.models import Space, SpaceGrant, SpaceUnitGrant

# Of more closed spaces than these the index is not asked; the rule sorts out what it finds.
MOST_CLOSED = 500


def reach_of(person: Any) -> str | None:
    """A tsquery that every text this person reads satisfies; None when it would be too long."""
    closed = [space.pk for space in _CLOSED.rows(person)]
    if len(closed) > MOST_CLOSED:
        return None
    return either([OPEN, *(access_token(pk, is_open=False) for pk in closed)])


def _closed(person: Any) -> Any:
    granted = SpaceGrant.objects.filter(user=person).values_list("content_object")
    by_unit = SpaceUnitGrant.objects.filter(group__user=person).values_list("content_object")
    spaces = Space.objects.visible_to(person).exclude(kind=Space.Kind.OPEN)
    return spaces.filter(Among(granted.union(by_unit))).only("pk")[: MOST_CLOSED + 1]


_CLOSED: Prepared[Space] = Prepared(_closed, lambda pk: User(pk=pk))
