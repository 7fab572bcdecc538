"""A relay inside the test, with subscribers of the test's own."""

import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from threading import Thread
from typing import ClassVar

import pytest
from django.db import connections, transaction

from apps.events.actions import record
from apps.events.registry import SUBSCRIBERS, Delivery, Event, subscribe
from apps.events.relay.loop import Relay
from tests.processes import Network


@dataclass(frozen=True, kw_only=True)
class StoneThrown(Event):
    """An event of these tests."""

    name: ClassVar[str] = "stone.thrown"

    weight: int = 0


@pytest.fixture
def no_other_relay(transactional_db: None, network: Network) -> Iterator[None]:
    """The network's own relay steps aside."""
    network.kill("relay", signal.SIGTERM)
    yield
    network.start("relay")


@pytest.fixture
def relaying(no_other_relay: None) -> Callable[[], AbstractContextManager[Relay]]:
    """`with relaying():` a relay delivers in a thread, and has ended when the block has."""

    def deliver(relay: Relay) -> None:
        try:
            relay.run()
        finally:
            connections.close_all()

    @contextmanager
    def run() -> Iterator[Relay]:
        relay = Relay()
        thread = Thread(target=deliver, args=[relay])
        thread.start()
        try:
            yield relay
        finally:
            relay.stop()
            thread.join(10)
            assert not thread.is_alive()

    return run


@pytest.fixture
def heard() -> Iterator[list[Delivery]]:
    """Every delivery of a StoneThrown, in order."""
    deliveries: list[Delivery] = []
    before = list(SUBSCRIBERS[StoneThrown.name])
    subscribe(StoneThrown)(deliveries.append)
    yield deliveries
    SUBSCRIBERS[StoneThrown.name][:] = before


@pytest.fixture
def throw() -> Callable[..., int]:
    """`throw(weight)`: record one and commit; answers the row's id."""

    def one(weight: int, **options: object) -> int:
        with transaction.atomic():
            return record(StoneThrown(weight=weight), **options)  # type: ignore[arg-type]

    return one
