"""What nobody may see any more is deleted, and what was to leave with it is cancelled.

Display and sending ask the read rule anyway; this is so that nothing is kept without a reason.
"""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from apps.events.actions import record
from apps.notifications.audience import beyond_readers, readers_of
from apps.notifications.events import NotificationsWithdrawn
from apps.notifications.models import Envelope, Notification, PushSubscription, Telling
from apps.posts.models import Post
from apps.profiles.models import User

KEPT = timedelta(days=90)
ENVELOPES_KEPT = timedelta(days=400)
BATCH = 5000


def forget_of_space(person_id: int, space_id: int) -> None:
    """The person reads the space no more. Back among its readers meanwhile, nothing is lost."""
    if not readers_of(space_id).filter(pk=person_id).exists():
        theirs = Notification.objects.filter(person=person_id, space=space_id)
        _forget(theirs.exclude(kind__in=beyond_readers()))


def forget_given(person_id: int, post_id: int) -> None:
    """The person is no guest of the post any more: nothing that was told of it alone is kept."""
    post = Post.objects.filter(pk=post_id).first()
    if post is None or not post.readers().filter(pk=person_id).exists():
        _forget(Notification.objects.filter(person=person_id, post=post_id, space=None))


def forget_strangers(space_id: int) -> None:
    """The space became stricter, or a unit lost it: who reads it no more keeps nothing of it."""
    readers = readers_of(space_id)
    there = Notification.objects.filter(space=space_id).exclude(kind__in=beyond_readers())
    _forget(there.exclude(person__in=readers.values("pk")))


def forget_unreadable(person_id: int) -> None:
    """The person changed units, which carry access: only what they read now is kept."""
    person = User.objects.filter(pk=person_id).first()
    if person is not None:
        theirs = Notification.objects.filter(person=person)
        _forget(theirs.exclude(pk__in=theirs.readable_by(person).values("pk")))


def forget_author(person_id: int, space_id: int) -> None:
    """The person took their name off what they wrote here: nothing that was told names them."""
    Telling.objects.filter(actor_id=person_id, space_id=space_id).delete()
    _forget(Notification.objects.filter(actor=person_id, space=space_id))


def forget_post(post_id: int) -> None:
    _forget(Notification.objects.filter(post=post_id))


def forget_comment(comment_id: int) -> None:
    _forget(Notification.objects.filter(comment=comment_id))


@transaction.atomic
def forget_person(person_id: int) -> None:
    """The person left the organisation: nothing waits for them, nothing leaves."""
    if User.objects.active().filter(pk=person_id).exists():
        return
    Notification.objects.filter(person=person_id).delete()
    PushSubscription.objects.filter(person=person_id).delete()
    unsent = [Envelope.State.FORMED, Envelope.State.SENDING]
    Envelope.objects.filter(person=person_id, state__in=unsent).update(
        state=Envelope.State.CANCELLED
    )


def forget_old() -> int:
    """Forget what is older than `KEPT`, and envelopes that no figure shows; returns how many."""
    now = timezone.now()
    old = _in_batches(Notification.objects.filter(created_at__lt=now - KEPT))
    return old + _in_batches(Envelope.objects.filter(formed_at__lt=now - ENVELOPES_KEPT))


def _in_batches(rows: QuerySet[Any]) -> int:
    forgotten = 0
    while ids := list(rows.values_list("pk", flat=True)[:BATCH]):
        rows.model._default_manager.filter(pk__in=ids).delete()
        forgotten += len(ids)
    return forgotten


@transaction.atomic
def _forget(rows: QuerySet[Notification]) -> None:
    """Deliveries go with their rows; an envelope that is left without any says nothing."""
    shown = rows.delivered().unread().values_list("person_id", flat=True)  # type: ignore[attr-defined]
    people = sorted(set(shown))
    rows.delete()
    for start in range(0, len(people), 1000):
        record(NotificationsWithdrawn(people=people[start : start + 1000]))
