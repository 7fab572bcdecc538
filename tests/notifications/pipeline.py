"""What the relay and the workers do, in the test's own transaction: the real functions, no queue.

`pump()` hands every event that is due to what notifications do with it. Tests that want the relay,
the queue and the workers themselves are in tests/faults. Where another test's relay is still at
work on committed rows, it hands over the same events: twice is once.
"""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils import timezone

from apps.events.models import OutboxEvent
from apps.events.registry import Delivery, Event, restore
from apps.hours.events import HoursChanged, OrganisationHoursChanged
from apps.notifications import tasks
from apps.notifications.events import NotificationsDue
from apps.notifications.models import Notification
from apps.notifications.telling import plan
from apps.posts.events import CommentWithdrawn, GuestEnded, PostWithdrawn
from apps.profiles.events import PersonDeactivated, ProfileChanged
from apps.spaces.events import (
    AccessRevoked,
    InvitationWithdrawn,
    SpaceKindChanged,
    SpaceReadersChanged,
)

_handed_over: set[int] = set()


def pump() -> list[Event]:
    """Deliver everything that is due now, and what comes of it; returns the events."""
    return list(_pump())


def _pump() -> Iterator[Event]:
    while rows := list(_due()[:100]):
        for row in rows:
            _handed_over.add(row.pk)
            event = restore(row)
            OutboxEvent.objects.filter(pk=row.pk).update(delivered_at=timezone.now())
            assert event is not None
            hand_over(Delivery(row.pk, row.pk, event))
            yield event


def _due() -> QuerySet[OutboxEvent]:
    due = OutboxEvent.objects.filter(not_before__lte=timezone.now()).order_by("id")
    return due.exclude(pk__in=_handed_over)


# As apps/notifications/subscribers.py, without the queue between.
_TASKS = {
    NotificationsDue: lambda event: tasks.deliver_told(event.told_id),
    AccessRevoked: lambda event: tasks.forget_of_space(event.person_id, event.space_id),
    GuestEnded: lambda event: tasks.forget_given(event.person_id, event.post_id),
    SpaceKindChanged: lambda event: tasks.forget_strangers(event.space_id),
    SpaceReadersChanged: lambda event: tasks.forget_strangers(event.space_id),
    InvitationWithdrawn: lambda event: tasks.forget_unreadable(event.person_id),
    ProfileChanged: lambda event: tasks.forget_unreadable(event.person_id),
    PersonDeactivated: lambda event: tasks.forget_person(event.person_id),
    PostWithdrawn: lambda event: tasks.forget_post(event.post_id),
    CommentWithdrawn: lambda event: tasks.forget_comment(event.comment_id),
    HoursChanged: lambda event: tasks.plan_again(event.person_id),
    OrganisationHoursChanged: lambda event: tasks.plan_again(None),
}


def hand_over(delivery: Delivery) -> None:
    if plan(delivery):
        tasks.tell_of(delivery.id)
    if task := _TASKS.get(type(delivery.event)):
        task(delivery.event)


def told(**about: object) -> set[tuple[str, str]]:
    """(name, kind) of everybody who has a row, shown or not."""
    rows = Notification.objects.filter(**about)
    return set(rows.values_list("person__display_name", "kind"))


def shown_to(person) -> list[str]:
    """The kinds of what the person sees, oldest first."""
    return [row.kind for row in Notification.objects.visible_to(person).order_by("id")]
