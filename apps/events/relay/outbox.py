"""The relay's own connection to Postgres: its lock, its alarm clock, and the rows it works on.

All of it is one connection on purpose: a relay that lost its lock has also lost the means to
number or mark anything.
"""

import json
import select
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from apps.events.actions import CHANNEL

LOCK = (0x52534E, 1)  # "RSN", the relay

# The inner SELECT fixes the order in which the numbers are drawn.
_NUMBER_DUE = """
    WITH drawn AS MATERIALIZED (
        SELECT id, nextval('events_delivery_number') AS number
        FROM (
            SELECT id FROM events_outboxevent
            WHERE delivered_at IS NULL AND number IS NULL AND not_before <= now()
            ORDER BY id
            LIMIT %s
        ) AS due
    )
    UPDATE events_outboxevent AS event SET number = drawn.number
    FROM drawn WHERE event.id = drawn.id
    RETURNING event.id, event.number, name, space_id, person_id, actor_id, payload
"""
_NUMBERED = """
    SELECT id, number, name, space_id, person_id, actor_id, payload
    FROM events_outboxevent
    WHERE delivered_at IS NULL AND number IS NOT NULL
    ORDER BY number
    LIMIT %s
"""
_NEXT_DUE = """
    SELECT extract(epoch FROM min(not_before) - clock_timestamp())
    FROM events_outboxevent WHERE delivered_at IS NULL AND number IS NULL
"""


@dataclass(frozen=True, slots=True)
class Row:
    """A numbered event as it is stored."""

    id: int
    number: int
    name: str
    space_id: int | None
    person_id: int | None
    actor_id: int | None
    payload: dict[str, Any]


class Outbox:
    """An open conversation. Every method may raise `OperationalError` or `InterfaceError`."""

    def __init__(self, database: BaseDatabaseWrapper) -> None:
        self._database = database

    def try_lock(self) -> bool:
        """Become the active relay, until this connection ends; False while another one is."""
        return bool(self._ask("SELECT pg_try_advisory_lock(%s, %s)", LOCK)[0][0])

    def number_due(self, limit: int) -> list[Row]:
        """Give the events whose time has come their numbers, for good; returns them in order."""
        rows = [_row(values) for values in self._ask(_NUMBER_DUE, [limit])]
        return sorted(rows, key=lambda row: row.number)

    def numbered(self, limit: int) -> list[Row]:
        """What an earlier relay numbered and perhaps did not deliver, in order."""
        return [_row(values) for values in self._ask(_NUMBERED, [limit])]

    def mark_delivered(self, ids: list[int]) -> None:
        if ids:
            self._do("UPDATE events_outboxevent SET delivered_at = now() WHERE id = ANY(%s)", [ids])

    def set_aside(self, event_id: int, subscriber: str, error: str) -> None:
        """Remember visibly that this subscriber could not be given this event."""
        self._do(
            "INSERT INTO events_faileddelivery (event_id, subscriber, error, failed_at)"
            " VALUES (%s, %s, %s, now())",
            [event_id, subscriber, error],
        )

    def wait(self, stop: socket.socket, at_most: float) -> None:
        """Sleep until something is recorded or due, `stop` rings, or `at_most` seconds passed."""
        due = self._ask(_NEXT_DUE)[0][0]
        seconds = at_most if due is None else min(at_most, max(float(due), 0.001))
        session = self._database.connection
        with self._database.wrap_database_errors:
            session.poll()
            if not session.notifies:
                select.select([session, stop], [], [], seconds)
                session.poll()
            session.notifies.clear()

    def listen(self) -> None:
        self._do(f"LISTEN {CHANNEL}")

    def _ask(self, sql: str, parameters: Any = None) -> list[tuple[Any, ...]]:
        with self._database.cursor() as cursor:
            cursor.execute(sql, parameters)
            return list(cursor.fetchall())

    def _do(self, sql: str, parameters: Any = None) -> None:
        with self._database.cursor() as cursor:
            cursor.execute(sql, parameters)


@contextmanager
def open_outbox() -> Iterator[Outbox]:
    """A connection of its own, listening; closed at the end whatever happened."""
    database = connections.create_connection("default")
    try:
        outbox = Outbox(database)
        outbox.listen()
        yield outbox
    finally:
        database.close()


def _row(values: tuple[Any, ...]) -> Row:
    pk, number, name, space_id, person_id, actor_id, payload = values
    read = json.loads(payload) if isinstance(payload, str) else payload
    return Row(pk, number, name, space_id, person_id, actor_id, read)
