"""Every event, once, in the order of the numbers, into this process's hub.

The layer's messages make it fast, the database makes it right: a number that does not follow the
last one means that something was missed, and the outbox is asked before anything else is told. So
no frame ever overtakes the revocation that should have silenced it, and "the last number I saw" is
all a browser needs to resume.
"""

import asyncio
from contextlib import suppress
from functools import partial

import structlog
from channels.layers import get_channel_layer
from django.db import DatabaseError, InterfaceError

from apps.events.cursor import everything_after, latest_number
from apps.events.registry import Delivery
from apps.live.database import ask_for_stream
from apps.live.hub import Hub
from apps.live.identity import still_valid
from apps.live.layer import GROUP, delivery_of

log = structlog.get_logger(__name__)

LONGEST_SILENCE = 2.0  # seconds; after that the database is asked whether anything was missed
IDENTITY_SECONDS = 40.0  # between two checks that the sessions still exist
PAUSE = 1.0  # seconds, after the layer or the database failed


class Stream:
    """Feeds one hub until cancelled."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._arrived: asyncio.Queue[Delivery] = asyncio.Queue()
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin at the newest event. Raises `DatabaseError` without a database."""
        self._hub.position = await ask_for_stream(latest_number)
        steps = (self._listen, self._follow, self._check_identities)
        self._tasks = [asyncio.create_task(step()) for step in steps]

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _listen(self) -> None:
        """Put what the layer brings into the queue, for as long as the layer lives."""
        while True:
            try:
                layer = get_channel_layer()
                channel = await layer.new_channel()
                await layer.group_add(GROUP, channel)
                while True:
                    if delivery := delivery_of(await layer.receive(channel)):
                        self._arrived.put_nowait(delivery)
            except Exception as error:
                log.warning("live layer unreachable", error=repr(error))
                await asyncio.sleep(PAUSE)

    async def _follow(self) -> None:
        while True:
            try:
                delivery = None
                with suppress(TimeoutError):
                    delivery = await asyncio.wait_for(self._arrived.get(), LONGEST_SILENCE)
                if delivery is None or delivery.number > self._hub.position + 1:
                    await self._catch_up()
                elif delivery.number == self._hub.position + 1:
                    await self._tell(delivery)
            except (DatabaseError, InterfaceError) as error:
                log.warning("live stream waits for the database", error=str(error).strip())
                await asyncio.sleep(PAUSE)

    async def _catch_up(self) -> None:
        """Tell everything the outbox holds after the last event told."""
        newest = await ask_for_stream(latest_number)
        while self._hub.position < newest:
            passage = await ask_for_stream(lambda: everything_after(self._hub.position))
            for delivery in passage.deliveries:
                await self._tell(delivery)
            if passage.last <= self._hub.position and not passage.deliveries:
                break
            # Numbers at the end may belong to events that only another release knows.
            self._hub.position = max(self._hub.position, passage.last)
        # Numbers that nothing carries; or a database replaced by an older copy of itself.
        self._hub.position = newest

    async def _tell(self, delivery: Delivery) -> None:
        try:
            await self._hub.tell(delivery)
        except (DatabaseError, InterfaceError):
            raise  # the same event again, when the database is back
        except Exception:
            log.exception("event not told", number=delivery.number, name=delivery.event.name)
            self._hub.position = delivery.number

    async def _check_identities(self) -> None:
        while True:
            await asyncio.sleep(IDENTITY_SECONDS)
            sockets = self._hub.sockets
            question = partial(still_valid, {socket.identity for socket in sockets})
            try:
                self._hub.close_others(sockets, await ask_for_stream(question))
            except (DatabaseError, InterfaceError) as error:
                log.warning("sessions not checked", error=str(error).strip())
