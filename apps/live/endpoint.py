"""`/ws/live/`: one connection from its handshake to its end.

A plain ASGI application: a consumer of Channels would keep a layer channel, a user, a session and
two copies of the headers for every tab.
"""

import asyncio
from typing import Any
from urllib.parse import parse_qs

import structlog

from apps.events.cursor import Passage
from apps.live import topics
from apps.live.database import ask
from apps.live.hub import Hub
from apps.live.identity import Identity, comes_from_here, identify, session_key_of
from apps.live.socket import Send, Socket
from apps.live.stream import Stream
from apps.live.topics import Arrival, person_topic, space_topic
from apps.live.wire import (
    MALFORMED,
    NO_SESSION,
    RESYNC,
    UNTOLD,
    Malformed,
    Ping,
    Watch,
    event_frame,
    hello,
    parse,
    parse_since,
    pong,
    refused,
)
from apps.spaces.events import AccessRevoked

log = structlog.get_logger(__name__)

Scope = dict[str, Any]
Receive = Any


class Live:
    """The ASGI application; its hub and stream begin with the first socket."""

    def __init__(self) -> None:
        self._hub = Hub()
        self._stream: Stream | None = None
        self._starting = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()  # websocket.connect
        if not comes_from_here(scope):
            await send({"type": "websocket.close"})
            return
        identity = await ask(lambda: identify(session_key_of(scope)))
        try:
            since = parse_since(_query(scope, "since"))
        except Malformed:
            await _accept_and_close(send, MALFORMED)
            return
        if identity is None:
            await _accept_and_close(send, NO_SESSION)
            return
        await self._start()
        await send({"type": "websocket.accept"})
        # Headers, cookies and address have served: a connection lives for hours.
        scope.clear()
        await self._attend(identity, since, receive, send)

    async def stop(self) -> None:
        if self._stream is not None:
            await self._stream.stop()

    async def _start(self) -> None:
        async with self._starting:
            if self._stream is None:
                stream = Stream(self._hub)
                await stream.start()
                self._stream = stream

    async def _attend(
        self, identity: Identity, since: int | None, receive: Receive, send: Send
    ) -> None:
        socket = Socket(identity, send)
        self._hub.enter(socket)
        try:
            arrival = await self._hub.admit(socket, since)
            socket.begin(_first_frames(arrival, socket.person_id), told_until=arrival.cursor)
            while (message := await receive())["type"] == "websocket.receive":
                await self._answer(socket, message.get("text"))
        finally:
            self._hub.leave(socket)
            socket.gone()

    async def _answer(self, socket: Socket, text: str | None) -> None:
        try:
            frame = parse(text)
        except Malformed:
            self._hub.leave(socket)
            socket.close(MALFORMED)
            return
        match frame:
            case Ping():
                socket.push(pong(self._hub.position))
            case Watch():
                await self._watch(socket, frame)

    async def _watch(self, socket: Socket, frame: Watch) -> None:
        watched = await self._hub.watch(socket, frame.space_ids)
        if no := [space_id for space_id in frame.space_ids if space_id not in watched]:
            socket.push(refused(no))
        if frame.since is None or not watched:
            return
        since, asked = frame.since, watched & set(frame.space_ids)
        missed = await ask(lambda: topics.missed_in(asked, since))
        for topic, text in _replay(missed, asked, person_id=None):
            if not topic or topic in socket.topics:
                socket.push(text, topic)


def _first_frames(arrival: Arrival, person_id: int) -> list[tuple[str, str]]:
    frames = [("", hello(arrival.cursor))]
    if arrival.missed is None:
        return frames
    return frames + _replay(arrival.missed, arrival.space_ids, person_id)


def _replay(
    missed: Passage, space_ids: frozenset[int], person_id: int | None
) -> list[tuple[str, str]]:
    """Frames of the past, by today's access: of a space that was lost, only that it was lost."""
    if not missed.is_complete:
        return [("", RESYNC)]
    told = {space_topic(space_id) for space_id in space_ids}
    if person_id is not None:
        told.add(person_topic(person_id))
    frames = []
    for delivery in missed.deliveries:
        event = delivery.event
        has_lost = isinstance(event, AccessRevoked)
        is_stale = event.space_id and has_lost == (event.space_id in space_ids)
        if is_stale or isinstance(event, UNTOLD) or told.isdisjoint(event.topics):
            continue
        topic = "" if has_lost or not event.space_id else space_topic(event.space_id)
        frames.append((topic, event_frame(delivery)))
    return frames


def _query(scope: Scope, name: str) -> str:
    values = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    return values.get(name, [""])[-1]


async def _accept_and_close(send: Send, code: int) -> None:
    # Refused before accepting, a browser would see 1006 and nothing of the reason.
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.close", "code": code})
