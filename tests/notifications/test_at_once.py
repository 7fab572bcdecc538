"""Telling and showing at the same time: a row that showing passed over is not forgotten."""

import threading
from contextlib import contextmanager

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


@contextmanager
def held(row: Notification):
    """Somebody else's transaction holds the row."""
    has, let_go = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            Notification.objects.select_for_update().get(pk=row.pk)
            has.set()
            let_go.wait(timeout=30)
        connection.close()

    other = threading.Thread(target=hold)
    other.start()
    try:
        assert has.wait(timeout=30)
        yield
    finally:
        let_go.set()
        other.join()


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
