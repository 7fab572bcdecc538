"""Where delivery stands, and what was delivered after a given number."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Min, Q

from apps.events.models import OutboxEvent
from apps.events.registry import EVENTS, Delivery, PeopleEvent, restore

CURSOR = """coalesce(
    (SELECT max(number) FROM events_outboxevent),
    (SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM events_delivery_number)
)"""
# Beyond this many numbers, looking for those that concern one person costs more than it helps.
WIDEST_PASSAGE = 20_000


def latest_number() -> int:
    """The number of the newest event given to delivery; 0 before the first.

    Read before a page's content, it is safe to resume from: whatever came up to it was committed
    before the content is read, whatever comes later has a greater number. One small query.
    """
    with connection.cursor() as database:
        database.execute(f"SELECT {CURSOR}")
        return int(database.fetchone()[0])


@dataclass(frozen=True, slots=True)
class Passage:
    """Deliveries in order, up to `last`; complete unless some are gone or were left out."""

    deliveries: list[Delivery]
    last: int
    is_complete: bool = True


def everything_after(number: int, *, limit: int = 500) -> Passage:
    """What every process of the live floor must have seen; `last` is how far this passage goes."""
    rows = OutboxEvent.objects.filter(number__gt=number).order_by("number")[:limit]
    deliveries, last = _restored(rows), number
    if rows:
        last = rows[len(rows) - 1].number or number
    return Passage(deliveries, last)


def passage_for(
    *, after: int, space_ids: Iterable[int], person_id: int | None, limit: int
) -> Passage:
    """What was delivered after the number `after` in these spaces and to this person.

    Incomplete, and then without deliveries, when some have expired, when there are more than
    `limit`, or when `after` was never given (the database is another one, or an older copy).
    """
    last = latest_number()
    if after == last:
        return Passage([], last)
    oldest = OutboxEvent.objects.aggregate(oldest=Min("number"))["oldest"]
    if after > last or oldest is None or after < oldest - 1 or last - after > WIDEST_PASSAGE:
        return Passage([], last, is_complete=False)
    concerned = Q(space_id__in=list(space_ids))
    if person_id is not None:
        concerned |= Q(person_id=person_id) | _told_in_person(person_id)
    rows = OutboxEvent.objects.filter(concerned, number__gt=after, number__lte=last)
    rows = rows.order_by("number")[: limit + 1]
    if len(rows) > limit:
        return Passage([], last, is_complete=False)
    return Passage(_restored(rows), last)


def _told_in_person(person_id: int) -> Q:
    """What names this person among others."""
    names = [name for name, kind in EVENTS.items() if issubclass(kind, PeopleEvent)]
    return Q(name__in=names, payload__people__contains=person_id)


def _restored(rows: Iterable[OutboxEvent]) -> list[Delivery]:
    restored = ((row, restore(row)) for row in rows)
    return [Delivery(row.id, row.number or 0, event) for row, event in restored if event]
