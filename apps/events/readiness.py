"""Whether this installation can do its work, part by part: the database, Redis, delivery.

What is said here is read by anybody who asks: it names the part, never an address or an error.
"""

from dataclasses import dataclass

import redis
import structlog
from django.conf import settings
from django.db import DatabaseError, InterfaceError
from redis.backoff import NoBackoff
from redis.retry import Retry

from apps.events.lag import relay_lag

log = structlog.get_logger(__name__)

LATE = 30.0  # seconds an event that is due may wait
PATIENCE = 1.0  # seconds for Redis to answer


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the installation; `why` is empty when all is well, `lag` is in seconds."""

    ok: bool
    why: str = ""
    lag: float | None = None


def parts() -> dict[str, Part]:
    """Every part by its name, asked now; a part that cannot be asked is not ok."""
    database, relay = _database_and_relay()
    return {"database": database, "redis": _redis(), "relay": relay}


def _database_and_relay() -> tuple[Part, Part]:
    try:
        lag = relay_lag()
    except (DatabaseError, InterfaceError) as error:
        log.warning("database not ready", error=str(error).strip())
        return (
            Part(ok=False, why="the database does not answer"),
            Part(ok=False, why="unknown while the database does not answer"),
        )
    return Part(ok=True), _relay(lag)


def _relay(lag: float | None) -> Part:
    if lag is None:
        return Part(ok=False, why="no relay runs: nothing is delivered")
    lag = round(lag, 3)
    if lag > LATE:
        return Part(ok=False, why="delivery is late", lag=lag)
    return Part(ok=True, lag=lag)


def _redis() -> Part:
    client = redis.Redis.from_url(
        settings.CELERY_BROKER_URL,
        socket_connect_timeout=PATIENCE,
        socket_timeout=PATIENCE,
        retry=Retry(NoBackoff(), 0),
    )
    try:
        client.ping()
    except redis.RedisError as error:
        log.warning("redis not ready", error=str(error).strip())
        return Part(ok=False, why="Redis does not answer")
    finally:
        client.close()
    return Part(ok=True)
