"""Real tabs on a real web process: what a browser's socket receives."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from apps.posts.actions import create_post
from apps.profiles.models import User
from apps.spaces.models import Space
from tests.conftest import World
from tests.processes import Network

PATIENCE = 60.0  # seconds


class Tab:
    """A socket as a browser opens it, reading frames in the order they come."""

    def __init__(self, connection: ClientConnection, user: User | None) -> None:
        self.connection = connection
        self.user = user
        self.cursor = 0

    def receive(self, timeout: float = PATIENCE) -> dict[str, Any]:
        return json.loads(self.connection.recv(timeout))

    def event(self, timeout: float = PATIENCE) -> dict[str, Any]:
        frame = self.receive(timeout)
        assert frame["type"] == "event", frame
        return frame

    def until(self, name: str, timeout: float = PATIENCE, **fields: Any) -> list[dict[str, Any]]:
        """Every frame up to the first event of this name whose fields are as given."""
        frames = []
        deadline = time.monotonic() + timeout
        while True:
            frames.append(self.receive(max(0.01, deadline - time.monotonic())))
            if frames[-1].get("name") == name and fields.items() <= frames[-1].items():
                return frames

    def send(self, frame: Any) -> None:
        self.connection.send(frame if isinstance(frame, str | bytes) else json.dumps(frame))

    def watch(self, *spaces: Space, **fields: Any) -> None:
        """Watch, and wait until the server has answered everything up to it."""
        self.send({"type": "watch", "spaces": [space.pk for space in spaces], **fields})
        self.settle()

    def settle(self) -> None:
        self.send({"type": "ping"})
        while self.receive()["type"] != "pong":
            pass

    def close_code(self, timeout: float = PATIENCE) -> int:
        """The code the server closes with; frames before it are read and dropped."""
        with pytest.raises(ConnectionClosed) as closed:
            self._read_on(timeout)
        return closed.value.rcvd.code if closed.value.rcvd else 1006

    def _read_on(self, timeout: float) -> None:
        while True:
            self.receive(timeout)


Open = Callable[..., Tab]


@pytest.fixture
def cookie_of() -> Callable[[User], str]:
    """A new session of a person, as a Cookie header."""

    def cookie(user: User) -> str:
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        return (
            f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
        )

    return cookie


@pytest.fixture
def tab(network: Network, cookie_of: Callable[[User], str]) -> Iterator[Open]:
    """`tab(user, since=None)`: an open socket that has said hello."""
    with ExitStack() as opened:

        def open_tab(
            user: User | None, *, since: object = None, cookie: str = "", origin: str = ""
        ) -> Tab:
            query = "" if since is None else f"?since={since}"
            headers = {"Cookie": cookie or cookie_of(user)} if user or cookie else {}
            connection = connect(
                network.socket_url + query,
                additional_headers=headers,
                origin=origin or network.url,  # type: ignore[arg-type]
                compression=None,
                max_queue=None,
            )
            opened.enter_context(connection)
            one = Tab(connection, user)
            if user is not None:
                hello = one.receive()
                assert hello["type"] == "hello", hello
                one.cursor = hello["cursor"]
            return one

        yield open_tab


@pytest.fixture
def barrier(live_world: World) -> Callable[[Tab], list[dict[str, Any]]]:
    """Everything a tab received before a post to the whole company made now.

    Frames come in the order of their numbers: what is not in the answer was not sent.
    """

    barriers = []

    def frames_before(one: Tab) -> list[dict[str, Any]]:
        post = create_post(author=live_world.leader, space=live_world.everyone, body="À tous")
        barriers.append([f"post.{post.pk}"])
        frames = one.until("post.created", keys=barriers[-1])
        return [frame for frame in frames if frame.get("keys") not in barriers]

    return frames_before
