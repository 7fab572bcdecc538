"""Handing one event to its subscribers: insisting while the world is down, not on a bug.

An outage (Redis, the queue, Postgres) concerns every event equally and passes: the same subscriber
is tried again, for ever, and the order holds. Anything else is a bug in that subscriber and this
event: a few attempts, then it is set aside with its error, and delivery goes on.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import structlog
from django.db import InterfaceError, OperationalError, close_old_connections
from kombu.exceptions import OperationalError as QueueUnreachable
from redis.exceptions import DataError, RedisError

from apps.events.registry import Delivery, Subscriber, subscribers_of

log = structlog.get_logger(__name__)

OUTAGES = (
    ConnectionError,
    TimeoutError,
    RedisError,
    QueueUnreachable,
    OperationalError,
    InterfaceError,
)
ATTEMPTS = 3
SHORTEST_PAUSE, LONGEST_PAUSE = 0.1, 5.0  # seconds


@dataclass(frozen=True, slots=True)
class Failure:
    """A subscriber that could not be given an event."""

    subscriber: str
    error: str


def hand_over(delivery: Delivery, pause: Callable[[float], None]) -> list[Failure]:
    """Give the event to each subscriber in turn; returns those that failed for good.

    `pause` waits the given seconds, or raises to stop delivering.
    """
    failures = (
        _insist(subscriber, delivery, pause) for subscriber in subscribers_of(delivery.event.name)
    )
    return [failure for failure in failures if failure]


def _insist(
    subscriber: Subscriber, delivery: Delivery, pause: Callable[[float], None]
) -> Failure | None:
    name = f"{subscriber.__module__}.{subscriber.__qualname__}"
    about = {"number": delivery.number, "name": delivery.event.name, "subscriber": name}
    bugs = 0
    for seconds in pauses():
        try:
            subscriber(delivery)
        except Exception as error:
            if not is_outage(error):
                bugs += 1
                if bugs == ATTEMPTS:
                    log.exception("event set aside", **about)
                    return Failure(name, f"{type(error).__name__}: {error}"[:2000])
            log.warning("event waits", **about, error=repr(error))
            pause(seconds)
            # A subscriber that writes has a connection of its own, which Postgres may have ended.
            close_old_connections()
        else:
            return None
    raise AssertionError("pauses() has no end")


def is_outage(error: Exception) -> bool:
    # Redis' DataError says that the caller passed something that cannot be stored.
    return isinstance(error, OUTAGES) and not isinstance(error, DataError)


def pauses() -> Iterator[float]:
    """Seconds to wait before each new attempt: doubling, without end."""
    seconds = SHORTEST_PAUSE
    while True:
        yield seconds
        seconds = min(seconds * 2, LONGEST_PAUSE)
