"""One browser tab: what waits to be written to it, bounded, and how it is closed."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from apps.live.identity import Identity
from apps.live.wire import RESYNC

Send = Callable[[dict[str, Any]], Awaitable[None]]

LONGEST_QUEUE = 1000  # frames; a replay is at most half of that


class Socket:
    """Written to by one task at a time, which exists only while something waits.

    `topics` is what this socket is told of, `watched` the part of it that the tab asked for.
    `changes` counts what happened to this person's access while a question was being asked.
    """

    __slots__ = (
        "_send",
        "_waiting",
        "_writer",
        "changes",
        "close_code",
        "identity",
        "is_told",
        "told_until",
        "topics",
        "watched",
    )

    def __init__(self, identity: Identity, send: Send) -> None:
        self.identity = identity
        self.topics: set[str] = set()
        self.watched: frozenset[int] = frozenset()
        self.changes = 0
        self.is_told = False
        self.told_until = 0
        self.close_code: int | None = None
        self._send = send
        self._waiting: list[tuple[str, str]] | None = None
        self._writer: asyncio.Task[None] | None = None

    @property
    def person_id(self) -> int:
        return self.identity.person_id

    def begin(self, frames: list[tuple[str, str]], *, told_until: int) -> None:
        """Start telling: these frames first, then every event numbered above `told_until`."""
        self.is_told, self.told_until = True, told_until
        for topic, text in frames:
            self.push(text, topic)

    def tell(self, number: int, text: str, topic: str = "") -> None:
        """Push the frame of an event, unless this socket has been told already."""
        if self.is_told and number > self.told_until:
            self.push(text, topic)

    def push(self, text: str, topic: str = "") -> None:
        """Have a frame written as soon as the browser takes it.

        A browser that takes nothing while a thousand wait is told to ask for everything again.
        """
        if self.close_code is not None:
            return
        if self._waiting is None:
            self._waiting = []
        elif len(self._waiting) >= LONGEST_QUEUE:
            self._waiting = [("", RESYNC)]
        self._waiting.append((topic, text))
        self._write()

    def forget(self, topic: str) -> None:
        """Drop what waits of a topic that this person may no longer know of."""
        if self._waiting:
            self._waiting = [waiting for waiting in self._waiting if waiting[0] != topic]

    def close(self, code: int) -> None:
        """Close with this code; what waits is dropped."""
        if self.close_code is None:
            self.close_code, self._waiting = code, None
            self._write()

    def gone(self) -> None:
        """The browser has left."""
        self.close_code, self._waiting = self.close_code or 1000, None
        if self._writer is not None:
            self._writer.cancel()

    def _write(self) -> None:
        if self._writer is None:
            self._writer = asyncio.get_running_loop().create_task(self._drain())

    async def _drain(self) -> None:
        try:
            while batch := self._waiting:
                _, text = batch.pop(0)
                await self._send({"type": "websocket.send", "text": text})
            if self.close_code is not None:
                await self._send({"type": "websocket.close", "code": self.close_code})
        except (OSError, RuntimeError):
            # It left, or the server closed it: its own task is told and tidies up.
            self._waiting = None
        finally:
            self._writer = None
            if not self._waiting:
                self._waiting = None
