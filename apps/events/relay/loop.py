"""The life of a relay: wait as a spare, be the one that delivers, survive Postgres, end cleanly."""

import select
import signal
import socket
from collections.abc import Iterator

import structlog
from django.db import DatabaseError, InterfaceError, close_old_connections

from apps.events.registry import Delivery, restore
from apps.events.relay.handing import Failure, hand_over, pauses
from apps.events.relay.outbox import Outbox, Row, open_outbox

log = structlog.get_logger(__name__)

BATCH = 200
SPARE_SECONDS = 0.5
LONGEST_SLEEP = 5.0  # seconds; a lost notification costs no more than that
UNKNOWN = Failure("", "unknown event: recorded by another release")


class Stopped(Exception):
    """The process was asked to end."""


class Relay:
    """Delivers until `stop()`; a second one waits until the first has gone."""

    def __init__(self) -> None:
        self._stop, self._bell = socket.socketpair()
        self._is_stopping = False

    def stop(self, *_signal: object) -> None:
        """End after the event in hand; safe in a signal handler."""
        self._is_stopping = True
        self._bell.send(b"!")

    def run(self) -> None:
        """Deliver until stopped. Postgres may go and come back meanwhile."""
        waits = pauses()
        while not self._is_stopping:
            try:
                with open_outbox() as outbox:
                    for _ in self._serve(outbox):
                        waits = pauses()
            except Stopped:
                return
            except (DatabaseError, InterfaceError) as error:
                # Away, restarting, or not migrated yet: all of it passes.
                log.warning("relay waits for its database", error=str(error).strip())
                self._sleep_unless_stopped(next(waits))

    def stop_on_signals(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)

    def _serve(self, outbox: Outbox) -> Iterator[None]:
        """Work with one connection; yields when all went well for a while."""
        if not outbox.try_lock():
            log.info("relay is a spare: another one delivers")
            while not outbox.try_lock():
                self._pause(SPARE_SECONDS)
        log.info("relay delivers")
        while rows := outbox.numbered(BATCH):
            self._deliver(outbox, rows)
        while not self._is_stopping:
            rows = outbox.number_due(BATCH)
            if rows:
                self._deliver(outbox, rows)
            if len(rows) < BATCH and not self._is_stopping:
                outbox.wait(self._stop, LONGEST_SLEEP)
            yield

    def _deliver(self, outbox: Outbox, rows: list[Row]) -> None:
        done: list[int] = []
        close_old_connections()
        try:
            for row in rows:
                self._deliver_one(outbox, row)
                done.append(row.id)
                if self._is_stopping:
                    raise Stopped
        finally:
            outbox.mark_delivered(done)

    def _deliver_one(self, outbox: Outbox, row: Row) -> None:
        event = restore(row)
        if event is None:
            failures = [UNKNOWN]
            log.error("event set aside: unknown", number=row.number, name=row.name)
        else:
            failures = hand_over(Delivery(row.id, row.number, event), self._pause)
        for failure in failures:
            outbox.set_aside(row.id, failure.subscriber, failure.error)

    def _pause(self, seconds: float) -> None:
        self._sleep_unless_stopped(seconds)
        if self._is_stopping:
            raise Stopped

    def _sleep_unless_stopped(self, seconds: float) -> None:
        select.select([self._stop], [], [], seconds)
