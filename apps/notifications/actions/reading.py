"""What was read waits no more: here, on the bell, in other tabs, and in what was to be mailed."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from apps.events.actions import record
from apps.notifications.events import NotificationsRead
from apps.notifications.models import Notification
from apps.posts.models import Post
from apps.profiles.models import User


def mark_read(*, person: User, ids: Iterable[int]) -> int:
    """These of the person's own notifications; returns how many were unread."""
    return _mark(person, Notification.objects.filter(person=person, pk__in=list(ids)))


def mark_conversation_read(*, person: User, post: Post) -> int:
    """Everything about this post and its comments, also what is not shown yet: the person is
    looking at it. One query where nothing waits."""
    return _mark(person, Notification.objects.filter(person=person, post=post))


def mark_all_read(*, person: User) -> int:
    """Everything shown."""
    return _mark(person, Notification.objects.filter(person=person, delivered_at__isnull=False))


@transaction.atomic
def _mark(person: User, rows: QuerySet[Notification]) -> int:
    count = rows.filter(read_at=None).update(read_at=timezone.now())
    if count:
        record(NotificationsRead(people=[person.pk]))
    return count
