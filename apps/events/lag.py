"""Whether delivery keeps up; asked by /readyz."""

from django.db import connection

from apps.events.relay.outbox import LOCK

_LAG = """
    SELECT extract(epoch FROM clock_timestamp() - min(not_before))
    FROM events_outboxevent
    WHERE delivered_at IS NULL AND not_before <= clock_timestamp()
"""
_RUNS = """
    SELECT EXISTS (
        SELECT 1 FROM pg_locks
        WHERE locktype = 'advisory' AND granted AND classid = %s AND objid = %s AND objsubid = 2
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    )
"""


def relay_runs() -> bool:
    """Whether some relay holds the lock, so that events are being delivered."""
    with connection.cursor() as database:
        database.execute(_RUNS, LOCK)
        return bool(database.fetchone()[0])


def waiting_seconds() -> float:
    """Age of the oldest event that is due and not yet delivered; 0.0 when none waits."""
    with connection.cursor() as database:
        database.execute(_LAG)
        return float(database.fetchone()[0] or 0.0)


def relay_lag() -> float | None:
    """`waiting_seconds`, or None when no relay runs at all."""
    return waiting_seconds() if relay_runs() else None
