"""People at work while things break: they write, they read, they keep a tab open."""

import http.client
import json
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlencode

from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

TOKEN = "a" * 32  # a CSRF token is whatever cookie and header agree on
PATIENCE = 60  # seconds for one answer


@dataclass
class Record:
    """What the people saw; `broken` is the program that was down when a request failed."""

    acknowledged: list[str] = field(default_factory=list)
    failures: Counter[str] = field(default_factory=Counter)
    details: list[str] = field(default_factory=list)
    pages: Counter[str] = field(default_factory=Counter)
    events: Counter[str] = field(default_factory=Counter)
    broken: str = "nothing"

    def fail(self, broken: str, what: object) -> None:
        """`broken` is what was down when the request began; it may have gone down since."""
        broken = self.broken if broken == "nothing" else broken
        self.failures[broken] += 1
        self.details.append(f"{broken}: {what}")


class Person:
    """One session against one web process."""

    def __init__(self, port: int, cookie: str, record: Record, stop: threading.Event) -> None:
        self.port, self.cookie, self.record, self.stop = port, cookie, record, stop

    def write(self, space: str) -> None:
        """Post until stopped. What is not acknowledged is sent again with the same key."""
        while not self.stop.is_set():
            key = str(uuid.uuid4())
            form = {"body": f"Message {key}", "key": key}
            while not self.ask("POST", f"/spaces/{space}/posts/", form).startswith("/posts/"):
                if self.stop.wait(0.2):
                    return
            self.record.acknowledged.append(key)
            self.stop.wait(0.1)

    def read(self, space: str) -> None:
        """Load pages until stopped."""
        while not self.stop.is_set():
            for path in ("/", f"/spaces/{space}/"):
                self.ask("GET", path)
                self.stop.wait(0.1)

    def listen(self) -> None:
        """Keep a tab open as the browser does: come back, from the last number heard."""
        since = 0
        while not self.stop.is_set():
            address = f"ws://127.0.0.1:{self.port}/ws/live/?since={since}"
            try:
                with connect(
                    address, additional_headers={"Cookie": self.cookie}, max_queue=None
                ) as socket:
                    while not self.stop.is_set():
                        since = self._hear(socket, since)
            except (OSError, WebSocketException):
                self.stop.wait(0.3)

    def _hear(self, socket, since: int) -> int:  # type: ignore[no-untyped-def]
        try:
            frame = json.loads(socket.recv(0.5))
        except TimeoutError:
            return since
        assert frame["type"] != "resync", "nothing was too old"
        for key in frame.get("keys", ()):
            if frame["name"] == "post.created":
                self.record.events[key] += 1
        return max(since, frame.get("number", 0))

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> str:
        """Where the answer sends, if it sends anywhere."""
        before = self.record.broken
        headers = {
            "Cookie": f"{self.cookie}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        sent_to = ""
        try:
            connection.request(method, path, urlencode(form) if form else None, headers)
            answer = connection.getresponse()
            answer.read()
            sent_to = answer.getheader("Location", "")
            if answer.status >= http.client.BAD_REQUEST or "/login/" in sent_to:
                self.record.fail(before, f"{method} {path}: {answer.status} {sent_to}")
        except (OSError, http.client.HTTPException) as error:
            self.record.fail(before, repr(error))
        finally:
            connection.close()
        self.record.pages[before] += 1
        return sent_to


def pause(seconds: float) -> None:
    """Time for people to go on working."""
    time.sleep(seconds)
