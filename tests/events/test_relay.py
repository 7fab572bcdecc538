"""What a relay promises: everything, in one order, at least once, by one relay at a time."""

import signal
import time
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from apps.events.actions import record
from apps.events.lag import relay_lag, relay_runs, waiting_seconds
from apps.events.models import FailedDelivery, OutboxEvent
from apps.events.registry import SUBSCRIBERS, subscribe
from apps.events.relay import loop
from apps.events.relay.outbox import LOCK
from tests.events.conftest import StoneThrown
from tests.processes import eventually

pytestmark = pytest.mark.django_db(transaction=True)


def weights(heard):
    return [delivery.event.weight for delivery in heard]


def test_events_are_handed_over_in_the_order_of_their_numbers(relaying, heard, throw):
    for weight in range(300):
        throw(weight)
    with relaying():
        eventually(lambda: len(heard) == 300)
    assert weights(heard) == list(range(300))
    numbers = [delivery.number for delivery in heard]
    assert numbers == sorted(set(numbers))
    assert not OutboxEvent.objects.filter(delivered_at=None).exists()


@pytest.fixture
def endless_sleep(monkeypatch):
    """A relay that is not woken by what happens sleeps longer than any test."""
    monkeypatch.setattr(loop, "LONGEST_SLEEP", 3600.0)


def test_a_commit_wakes_the_relay(endless_sleep, relaying, heard, throw):
    with relaying():
        eventually(relay_runs)
        time.sleep(0.2)  # it has looked once, and sleeps
        throw(1)
        eventually(lambda: heard, step=0.001)


def test_a_rollback_leaves_nothing(relaying, heard, throw):
    with transaction.atomic():
        record(StoneThrown(weight=1))
        transaction.set_rollback(True)
    throw(2)
    with relaying():
        eventually(lambda: heard)
    assert weights(heard) == [2]


def test_an_event_is_not_recorded_outside_a_transaction(transactional_db):
    with pytest.raises(transaction.TransactionManagementError):
        record(StoneThrown(weight=1))


def test_an_event_waits_for_its_time(endless_sleep, relaying, heard, throw):
    with relaying():
        eventually(relay_runs)
        due = timezone.now() + timedelta(seconds=2)
        throw(1, not_before=due)
        throw(2)
        eventually(lambda: len(heard) == 2)
        assert timezone.now() >= due
    assert weights(heard) == [2, 1]


def test_an_outage_delays_and_keeps_the_order(relaying, heard, throw):
    outages = [ConnectionError("no route"), ConnectionError("no route"), TimeoutError("late")]

    def fragile(delivery):
        if outages:
            raise outages.pop()

    subscribe(StoneThrown)(fragile)
    SUBSCRIBERS[StoneThrown.name].reverse()  # the fragile one comes first
    for weight in range(3):
        throw(weight)
    with relaying():
        eventually(lambda: len(heard) == 3)
    assert weights(heard) == [0, 1, 2]
    assert not FailedDelivery.objects.exists()


def test_a_bug_is_set_aside_and_the_rest_goes_on(relaying, heard, throw):
    is_broken = [True]

    def clumsy(delivery):
        if is_broken and delivery.event.weight == 13:
            raise ValueError("thirteen")

    subscribe(StoneThrown)(clumsy)
    throw(13)
    throw(14)
    with relaying():
        eventually(lambda: len(heard) == 2)
        eventually(FailedDelivery.objects.exists)
    failure = FailedDelivery.objects.get()
    assert "clumsy" in failure.subscriber
    assert failure.error == "ValueError: thirteen"
    assert weights(heard) == [13, 14], "the other subscriber was given both, once"

    call_command("relay", "--retry-failed", verbosity=0)
    assert FailedDelivery.objects.exists(), "still broken"
    is_broken.clear()
    call_command("relay", "--retry-failed", verbosity=0)
    assert not FailedDelivery.objects.exists()
    assert weights(heard) == [13, 14], "only the one that failed was tried again"


def test_an_event_of_another_release_is_set_aside(relaying, heard, throw):
    OutboxEvent.objects.create(name="ghost.seen", payload={})
    throw(1)
    with relaying():
        eventually(lambda: heard)
    assert FailedDelivery.objects.get().event.name == "ghost.seen"


def test_a_second_delivery_keeps_the_number(relaying, heard, throw):
    throw(1)
    with relaying():
        eventually(lambda: heard)
    OutboxEvent.objects.update(delivered_at=None)  # as if the relay died before it noted this
    throw(2)
    with relaying():
        eventually(lambda: len(heard) == 3)
    first, again, other = heard
    assert (again.id, again.number) == (first.id, first.number)
    assert other.number > first.number


def test_of_two_relays_one_delivers_and_the_other_takes_over(relaying, heard, throw):
    with relaying() as first:
        eventually(relay_runs)
        with relaying():
            for weight in range(20):
                throw(weight)
            eventually(lambda: len(heard) == 20)
            assert weights(heard) == list(range(20)), "each once: one of them delivered"
            first.stop()
            throw(20)
            eventually(lambda: len(heard) == 21)
    assert weights(heard) == list(range(21))


def test_a_lost_database_connection_is_opened_again(relaying, heard, throw):
    with relaying():
        eventually(relay_runs)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_locks"
                " WHERE locktype = 'advisory' AND classid = %s AND objid = %s",
                LOCK,
            )
        throw(1)
        eventually(lambda: heard)
    assert weights(heard) == [1]


def test_a_relay_that_starts_before_the_tables_waits_for_them(relaying, heard, throw):
    def rename(before: str, after: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {before} RENAME TO {after}")

    throw(1)
    rename("events_outboxevent", "not_yet")
    try:
        with relaying():
            time.sleep(0.5)
            rename("not_yet", "events_outboxevent")
            eventually(lambda: heard)
    finally:
        if "not_yet" in connection.introspection.table_names():
            rename("not_yet", "events_outboxevent")
    assert weights(heard) == [1]


def test_the_lag_is_known(relaying, heard, throw):
    assert relay_lag() is None
    assert waiting_seconds() == 0.0
    throw(1)
    throw(2, not_before=timezone.now() + timedelta(hours=1))
    time.sleep(0.05)
    assert 0.04 < waiting_seconds() < 600
    with relaying():
        eventually(lambda: relay_lag() == 0.0)
    # Postgres sees the end of a client a moment later.
    eventually(lambda: relay_lag() is None)


def test_the_command_ends_cleanly_when_asked(no_other_relay, network):
    network.start("relay again")
    process = network._running["relay again"]
    network.kill("relay again", signal.SIGTERM)
    assert process.returncode == 0
