"""What floors above do with what is said in a space when something happens to the space itself.

Spaces may not import what is written in them. A floor above says here, once, what to do: called
inside the transaction of the action, under the space's lock.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from apps.spaces.models import Circle, Space

Opening = Callable[[Circle], None]
Counting = Callable[[Space], int]
Involvement = Callable[[Space, datetime], dict[int, int]]
Deleting = Callable[[int], None]
Excluding = Callable[[int, int], None]
F = TypeVar("F")

_openings: list[Opening] = []
_countings: list[Counting] = []
_involvements: list[Involvement] = []
_deletings: list[Deleting] = []
_excludings: list[Excluding] = []


def when_opened(keep: Opening) -> Opening:
    """Have `keep(circle)` keep what was said until now for the people of the circle."""
    return _once(_openings, keep)


def count_conversations(count: Counting) -> Counting:
    """Have `count(space)` say how many conversations stand there."""
    return _once(_countings, count)


def answer_involvement(measure: Involvement) -> Involvement:
    """Have `measure(space, since)` say who took part since then, and how often, by id."""
    return _once(_involvements, measure)


def when_deleted(delete: Deleting) -> Deleting:
    """Have `delete(space_id)` remove what hangs on a space, before the space itself goes."""
    return _once(_deletings, delete)


def when_excluded(end: Excluding) -> Excluding:
    """Have `end(person_id, space_id)` take back what this person was given besides the space."""
    return _once(_excludings, end)


def opened(circle: Circle) -> None:
    for keep in _openings:
        keep(circle)


def conversations_in(space: Space) -> int:
    return sum(count(space) for count in _countings)


def involvement_in(space: Space, since: datetime) -> dict[int, int]:
    """Who took part since `since`, and how often; nobody while nobody can say."""
    found: dict[int, int] = {}
    for measure in _involvements:
        for person_id, times in measure(space, since).items():
            found[person_id] = found.get(person_id, 0) + times
    return found


def deleted(space_id: int) -> None:
    # Who spoke last is a floor above who spoke first, and goes first.
    for delete in reversed(_deletings):
        delete(space_id)


def excluded(person_id: int, space_id: int) -> None:
    for end in _excludings:
        end(person_id, space_id)


def _once(known: list[F], one: F) -> F:
    if one not in known:
        known.append(one)
    return one
