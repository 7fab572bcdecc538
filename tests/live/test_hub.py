"""The moments between a question to the database and its answer, one at a time and on purpose."""

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

import pytest
from django.db import connection, connections

from apps.events.cursor import latest_number
from apps.events.models import OutboxEvent
from apps.events.registry import Delivery, restore
from apps.live.database import DOORS, _arriving, _streaming
from apps.live.hub import Hub
from apps.live.identity import Identity
from apps.live.socket import LONGEST_QUEUE, Socket
from apps.live.topics import space_topic
from apps.live.wire import RESYNC
from apps.posts.actions import create_post
from apps.spaces.actions import change_kind, leave_space, remove_member
from apps.spaces.models import Space
from tests.conftest import World, build_world

pytestmark = pytest.mark.django_db(transaction=True)

T = TypeVar("T")


@pytest.fixture
def committed(transactional_db: None) -> Iterator[World]:
    yield build_world()
    for threads, count in ((_arriving, DOORS), (_streaming, 1)):
        together = threading.Barrier(count)
        for closing in [threads.submit(_close, together) for _ in range(count)]:
            closing.result()


def _close(together: threading.Barrier) -> None:
    together.wait()
    connections.close_all()


class Tab:
    """A socket whose frames are kept; `is_reading` is set while the browser takes them."""

    def __init__(self, hub: Hub, person) -> None:
        self.frames: list[str] = []
        self.is_reading = asyncio.Event()
        self.is_reading.set()
        self.socket = Socket(Identity(person.pk, "session", "seal"), self.send)
        hub.enter(self.socket)

    async def send(self, message) -> None:
        await self.is_reading.wait()
        self.frames.append(message.get("text") or f"closed {message['code']}")


def meanwhile(act: Callable[[], T]) -> T:
    """Do something in another thread while the event loop stands still."""

    def apart() -> T:
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(apart).result()


def run(scene: Coroutine[Any, Any, T]) -> T:
    """Play a scene in an event loop of its own; Playwright keeps one in the thread of the tests."""
    return meanwhile(lambda: asyncio.run(scene))


def new_hub() -> Hub:
    hub = Hub()
    hub.position = meanwhile(latest_number)
    return hub


def newest(name: str) -> Delivery:
    """The last event of this name, as the relay would deliver it next."""
    return meanwhile(lambda: _numbered(name))


def _numbered(name: str) -> Delivery:
    row = OutboxEvent.objects.filter(name=name).order_by("id").last()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE events_outboxevent"
            " SET number = coalesce(number, nextval('events_delivery_number'))"
            " WHERE id = %s RETURNING number",
            [row.pk],
        )
        return Delivery(row.id, cursor.fetchone()[0], restore(row))


def answered() -> None:
    """Hold the event loop until the question under way has its answer, which nobody has read."""
    time.sleep(0.3)


def test_access_lost_between_the_answer_and_the_table(committed):
    async def arrive() -> Socket:
        hub = new_hub()
        tab = Tab(hub, committed.member)
        admission = asyncio.create_task(hub.admit(tab.socket, None))
        await asyncio.sleep(0)
        answered()
        remove_member(actor=committed.owner, space=committed.confidential, user=committed.member)
        await hub.tell(newest("access.revoked"))
        await admission
        return tab.socket

    socket = run(arrive())
    assert space_topic(committed.open.pk) in socket.topics, "the premise"
    assert space_topic(committed.confidential.pk) not in socket.topics


def test_a_space_closed_between_the_answer_and_the_table(committed):
    async def watch() -> Socket:
        hub = new_hub()
        tab = Tab(hub, committed.outsider)
        await hub.admit(tab.socket, None)
        wish = asyncio.create_task(hub.watch(tab.socket, [committed.open.pk]))
        await asyncio.sleep(0)
        answered()
        meanwhile(
            lambda: change_kind(
                actor=committed.owner, space=committed.open, kind=Space.Kind.CONFIDENTIAL
            )
        )
        await hub.tell(newest("space.kind-changed"))
        assert await wish == frozenset()
        return tab.socket

    assert space_topic(committed.open.pk) not in run(watch()).topics


@contextmanager
def delivery_held() -> Iterator[None]:
    """What the delivery of events asks is answered after the block, to whom it was asked before."""
    go_on = threading.Event()
    _streaming.submit(go_on.wait, 10)
    try:
        yield
    finally:
        go_on.set()


def test_watching_while_one_leaves_is_watching(committed):
    """Who leaves an open space still reads it: a tab that asks just then is told of it."""

    async def leave_and_watch() -> Socket:
        hub = new_hub()
        tab = Tab(hub, committed.member)
        arrival = await hub.admit(tab.socket, None)
        tab.socket.begin([], told_until=arrival.cursor)
        meanwhile(lambda: leave_space(user=committed.member, space=committed.open))
        ended = newest("membership.ended")
        with delivery_held():
            left = asyncio.create_task(hub.tell(ended))
            await asyncio.sleep(0)
            assert await hub.watch(tab.socket, [committed.open.pk]) == {committed.open.pk}
        await left
        return tab.socket

    socket = run(leave_and_watch())
    assert socket.watched == {committed.open.pk}
    assert space_topic(committed.open.pk) in socket.topics


def test_watching_while_one_loses_a_space_ends_with_it(committed):
    async def lose_and_watch() -> Socket:
        hub = new_hub()
        tab = Tab(hub, committed.member)
        arrival = await hub.admit(tab.socket, None)
        tab.socket.begin([], told_until=arrival.cursor)
        meanwhile(lambda: leave_space(user=committed.member, space=committed.open))
        ended = newest("membership.ended")
        with delivery_held():
            left = asyncio.create_task(hub.tell(ended))
            await asyncio.sleep(0)
            assert await hub.watch(tab.socket, [committed.confidential.pk]), "the premise"
            meanwhile(
                lambda: remove_member(
                    actor=committed.owner, space=committed.confidential, user=committed.member
                )
            )
        await left
        return tab.socket

    socket = run(lose_and_watch())
    assert socket.watched == frozenset()
    assert space_topic(committed.confidential.pk) not in socket.topics


def test_arriving_while_a_space_closes_is_arriving(committed):
    """A member who comes while the others are looked at stays subscribed."""

    async def close_and_arrive() -> tuple[Socket, Socket]:
        hub = new_hub()
        stranger = Tab(hub, committed.outsider)
        await hub.admit(stranger.socket, None)
        await hub.watch(stranger.socket, [committed.open.pk])
        meanwhile(
            lambda: change_kind(
                actor=committed.owner, space=committed.open, kind=Space.Kind.CONFIDENTIAL
            )
        )
        changed = newest("space.kind-changed")
        with delivery_held():
            told = asyncio.create_task(hub.tell(changed))
            await asyncio.sleep(0)
            member = Tab(hub, committed.member)
            await hub.admit(member.socket, None)
        await told
        return stranger.socket, member.socket

    stranger, member = run(close_and_arrive())
    assert space_topic(committed.open.pk) not in stranger.topics
    assert space_topic(committed.open.pk) in member.topics


def test_an_event_told_between_the_answer_and_the_table_is_not_missed(committed):
    async def arrive() -> int:
        hub = new_hub()
        tab = Tab(hub, committed.member)
        admission = asyncio.create_task(hub.admit(tab.socket, hub.position))
        await asyncio.sleep(0)
        answered()
        meanwhile(
            lambda: create_post(author=committed.owner, space=committed.open, body="Maintenant")
        )
        told = newest("post.created")
        await hub.tell(told)
        arrival = await admission
        assert arrival.missed is not None
        # A relay that runs for other tests may number what the world began with meanwhile.
        return [missed.id for missed in arrival.missed.deliveries].count(told.id)

    assert run(arrive()) == 1


def test_what_waits_for_a_slow_browser_is_dropped_with_its_access(committed):
    async def slow() -> list[str]:
        hub = new_hub()
        tab = Tab(hub, committed.member)
        arrival = await hub.admit(tab.socket, None)
        tab.socket.begin([], told_until=arrival.cursor)
        tab.is_reading.clear()
        for _ in range(3):
            meanwhile(
                lambda: create_post(
                    author=committed.owner, space=committed.confidential, body="Secret"
                )
            )
            await hub.tell(newest("post.created"))
        await asyncio.sleep(0)
        remove_member(actor=committed.owner, space=committed.confidential, user=committed.member)
        await hub.tell(newest("access.revoked"))
        tab.is_reading.set()
        await asyncio.sleep(0.05)
        return tab.frames

    # The first was already in the server's hands.
    frames = run(slow())
    assert ["post.created" in frame for frame in frames] == [True, False]
    assert "access.revoked" in frames[-1]


def test_a_browser_that_takes_nothing_is_told_to_ask_again(committed):
    async def stuck() -> list[str]:
        tab = Tab(new_hub(), committed.member)
        tab.is_reading.clear()
        for number in range(LONGEST_QUEUE * 2):
            tab.socket.push(str(number))
            await asyncio.sleep(0)
        tab.is_reading.set()
        await asyncio.sleep(0.05)
        return tab.frames

    frames = run(stuck())
    assert len(frames) <= LONGEST_QUEUE + 1
    assert RESYNC in frames
    assert frames[-1] == str(LONGEST_QUEUE * 2 - 1), "and hears what comes after"
