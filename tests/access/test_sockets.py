"""Moments at a socket that no browser can be made to hit: between a question and its answer.

What tabs receive is tested on a real server in tests/live; here the hub is asked directly.
"""

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable

import pytest
from django.db import connection

from apps.events.registry import Delivery
from apps.live.database import DOORS, ask, ask_for_stream
from apps.live.hub import Hub
from apps.live.identity import Identity, identify, still_valid
from apps.live.socket import Socket
from apps.live.topics import space_topic
from apps.profiles.actions import deactivate_person
from apps.spaces.actions import remove_member
from apps.spaces.events import AccessRevoked, MembershipChanged
from tests.conftest import build_world


class Tab:
    """A browser's end of a socket; `sent` is what reached it. It takes nothing while `asleep`."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.awake = asyncio.Event()
        self.awake.set()

    async def send(self, message: dict) -> None:
        await self.awake.wait()
        self.sent.append(message.get("text", ""))


@pytest.fixture
def world(transactional_db):
    return build_world()


@pytest.fixture
def session(world, signed_in):
    return signed_in(world.member).session.session_key


@pytest.fixture
def identity(session) -> Identity:
    found = identify(session)
    assert found
    return found


def play(scenario: Callable[[], Awaitable[None]]) -> None:
    """Run, then close what the questioning threads keep open."""

    together = threading.Barrier(DOORS + 1)

    def close() -> None:
        together.wait(5)
        connection.close()

    async def whole() -> None:
        try:
            await scenario()
        finally:
            await asyncio.gather(ask_for_stream(close), *(ask(close) for _ in range(DOORS)))

    asyncio.run(whole())


def lose(world) -> Delivery:
    """The member is removed; the delivery that will say so."""
    space = world.confidential
    remove_member(actor=world.owner, space=space, user=world.member)
    event = AccessRevoked(actor_id=world.owner.pk, space_id=space.pk, person_id=world.member.pk)
    return Delivery(1, 0, event)


def test_who_loses_a_space_while_arriving_does_not_enter_it(world, identity):
    async def scenario() -> None:
        hub, socket = Hub(), Socket(identity, Tab().send)
        hub.enter(socket)
        arriving = asyncio.create_task(hub.admit(socket, None))
        await asyncio.sleep(0)
        time.sleep(0.5)  # the answer is found, and not yet heard
        await hub.tell(lose(world))
        await arriving
        assert space_topic(world.confidential.pk) not in socket.topics
        assert space_topic(world.open.pk) in socket.topics

    play(scenario)


def test_who_loses_a_space_while_asking_to_watch_it_does_not(world, identity):
    async def scenario() -> None:
        hub, socket = Hub(), Socket(identity, Tab().send)
        hub.enter(socket)
        watching = asyncio.create_task(hub.watch(socket, [world.confidential.pk]))
        await asyncio.sleep(0)
        time.sleep(0.5)  # the answer is found, and not yet heard
        await hub.tell(lose(world))
        assert await watching == frozenset()
        assert space_topic(world.confidential.pk) not in socket.topics

    play(scenario)


def test_what_waited_for_a_sleeping_tab_is_not_told_after_the_loss(world, identity):
    async def scenario() -> None:
        tab, hub = Tab(), Hub()
        tab.awake.clear()
        socket = Socket(identity, tab.send)
        hub.enter(socket)
        arrival = await hub.admit(socket, None)
        socket.begin([], told_until=arrival.cursor)
        lost, kept = space_topic(world.confidential.pk), space_topic(world.open.pk)
        for topic in ("", lost, kept, lost):
            socket.push(f"{topic} waits", topic)
        await asyncio.sleep(0)
        telling = asyncio.create_task(hub.tell(lose(world)))
        await asyncio.sleep(0)
        assert lost not in socket.topics, "silent at once, before the database is asked"
        tab.awake.set()
        await telling
        await asyncio.sleep(0.05)
        assert f"{kept} waits" in tab.sent
        assert f"{lost} waits" not in tab.sent

    play(scenario)


def test_one_is_told_in_person_of_no_space_one_does_not_read(world, signed_in):
    """Events arrive after the fact: who was named in one may have lost the space since."""
    found = identify(signed_in(world.outsider).session.session_key)
    assert found

    async def scenario() -> None:
        tab, hub = Tab(), Hub()
        socket = Socket(found, tab.send)
        hub.enter(socket)
        arrival = await hub.admit(socket, None)
        socket.begin([], told_until=arrival.cursor)
        for number, space in enumerate((world.confidential, world.open), start=1):
            event = MembershipChanged(
                actor_id=world.owner.pk, space_id=space.pk, person_id=world.outsider.pk
            )
            await hub.tell(Delivery(number, arrival.cursor + number, event))
        await asyncio.sleep(0.05)
        told = "".join(tab.sent)
        assert f'"space":{world.open.pk},' in told
        assert f'"space":{world.confidential.pk},' not in told

    play(scenario)


def test_a_socket_lives_as_long_as_its_session(world, identity, session, signed_in):
    assert still_valid([identity]) == {identity}
    signed_in(world.member)
    assert still_valid([identity]) == {identity}, "another session is none of its business"
    world.member.set_password("agrafe-cheval-42-marine")
    world.member.save()
    assert still_valid([identity]) == set()
    assert identify(session) is None
    again = identify(signed_in(world.member).session.session_key)
    assert again
    assert still_valid([again, identity]) == {again}
    deactivate_person(actor=world.administrator, person=world.member)
    assert still_valid([again]) == set()


def test_a_socket_ends_with_its_session(world, identity, session, signed_in):
    client = signed_in(world.member)
    other = identify(client.session.session_key)
    assert other
    client.session.flush()
    assert still_valid([identity, other]) == {identity}
