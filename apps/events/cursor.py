"""Where delivery stands, and what was delivered after a given number."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Min

from apps.events.models import OutboxEvent
from apps.events.registry import Delivery, restore

_CURSOR = """
    SELECT coalesce(
        (SELECT max(number) FROM events_outboxevent),
        (SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM events_delivery_number)
    )
"""


def cursor() -> int:
    """The number of the newest event given to delivery; 0 before the first.

    Read before a page's content, it is safe to resume from: whatever came up to it was committed
    before the content is read, whatever comes later has a greater number. One small query.
    """
    with connection.cursor() as database:
        database.execute(_CURSOR)
        return int(database.fetchone()[0])


@dataclass(frozen=True, slots=True)
class Passage:
    """What was delivered after a number, in order; `is_complete` unless some had to be left out."""

    deliveries: list[Delivery]
    last: int
    is_complete: bool = True


def passage(*, after: int, topics_of: frozenset[str] | None = None, limit: int) -> Passage:
    """Events numbered above `after`, at most `limit` rows of the outbox.

    Incomplete when rows in between have expired, when there are more, or when `after` was never
    given (the database is another one, or an older copy).
    """
    last = cursor()
    if after == last:
        return Passage([], last)
    rows = list(OutboxEvent.objects.filter(number__gt=after).order_by("number")[: limit + 1])
    oldest = OutboxEvent.objects.aggregate(oldest=Min("number"))["oldest"]
    is_complete = after < last and oldest is not None and oldest <= after + 1 and len(rows) <= limit
    restored = ((row, restore(row)) for row in rows[:limit])
    deliveries = [Delivery(row.id, row.number, event) for row, event in restored if event]
    return Passage(deliveries, rows[:limit][-1].number if rows else last, is_complete)
