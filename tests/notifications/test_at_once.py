"""Telling and showing at the same time: a row that showing passed over is not forgotten."""

import threading

import pytest
from django.db import connection, transaction

from apps.events.models import OutboxEvent
from apps.events.registry import Delivery, restore
from apps.notifications import tasks
from apps.notifications.events import NotificationsDue
from apps.notifications.models import Notification
from apps.notifications.telling import plan
from apps.posts.actions import create_comment, create_post


def tell(event: OutboxEvent) -> None:
    plan(Delivery(event.pk, event.pk, restore(event)))
    tasks.tell_of(event.pk)


def showings(told: OutboxEvent) -> int:
    due = OutboxEvent.objects.filter(name=NotificationsDue.name, payload={"told_id": told.pk})
    return due.count()


@pytest.mark.django_db(transaction=True)
def test_who_holds_the_rows_has_them_shown_afterwards(world, settings):
    settings.RSN_UNDO_SECONDS = 0
    post = create_post(author=world.member, space=world.open, body="Who has the key?")
    comment = create_comment(author=world.animator, post=post, body="I have it.")
    event = OutboxEvent.objects.get(name="comment.created", payload__comment_id=comment.pk)
    tell(event)
    row = Notification.objects.get(comment=comment, person=world.member)
    announced = showings(event)

    with held(row):
        tasks.deliver_told(event.pk)
    row.refresh_from_db()
    assert row.delivered_at is None, "the premise: what somebody holds is passed over"

    # As the next kind does that concerns the same people: it finds them told, and held their rows.
    tell(event)
    assert showings(event) > announced
    tasks.deliver_told(event.pk)
    row.refresh_from_db()
    assert row.delivered_at is not None


class held:
    """Somebody else's transaction holds the row."""

    def __init__(self, row: Notification) -> None:
        self._row, self._has, self._let_go = row, threading.Event(), threading.Event()
        self._other = threading.Thread(target=self._hold)

    def _hold(self) -> None:
        with transaction.atomic():
            Notification.objects.select_for_update().get(pk=self._row.pk)
            self._has.set()
            self._let_go.wait(timeout=30)
        connection.close()

    def __enter__(self) -> None:
        self._other.start()
        assert self._has.wait(timeout=30)

    def __exit__(self, *_: object) -> None:
        self._let_go.set()
        self._other.join()
