"""What one is told: the page, the bell, the way to what happened.

Everybody here has rows about what was said, shown and unread, also who may not read it: what a
mistake in telling, or access lost a moment ago, would leave behind. Showing asks the rule again.
"""

from collections.abc import Callable

from django.test import Client
from django.utils import timezone

from apps.notifications.models import Notification
from apps.profiles.models import User
from tests.access.doors import ANSWER, FRAGMENT, NAME, TITLE, Door, Told, get

Open = Callable[[Client, Told], str]


def have_been_told(told: Told) -> None:
    """A row for everybody, of an answer to them in the conversation."""
    now = timezone.now()
    Notification.objects.bulk_create(
        [
            Notification(
                person=person,
                kind="answered",
                rank=40,
                event_id=told.comment.pk,
                occasion=f"comment.{told.comment.pk}",
                actor=told.comment.author,
                space=told.space,
                post=told.post,
                comment=told.comment,
                subject=f"post.{told.post.pk}",
                day=now.date(),
                is_direct=True,
                due_at=now,
                delivered_at=now,
            )
            for person in User.objects.all()
        ],
        ignore_conflicts=True,
    )


def once_told(open_door: Open) -> Open:
    def told_first(client: Client, told: Told) -> str:
        have_been_told(told)
        return open_door(client, told)

    return told_first


def _opens(client: Client, told: Told) -> str:
    """One's own notification, opened: where it leads."""
    person = client.session.get("_auth_user_id")
    row = Notification.objects.filter(person=person).first()
    return get(lambda _told: f"/notifications/{row.pk if row else 1}/")(client, told)


DOORS = [
    Door(
        "notifications, to me",
        once_told(get(lambda told: "/notifications/")),
        (NAME, TITLE, ANSWER),
        is_inside=False,
    ),
    Door(
        "notifications, all",
        once_told(get(lambda told: "/notifications/?show=all")),
        (NAME, TITLE, ANSWER),
        is_inside=False,
    ),
    Door("a notification opened", once_told(_opens)),
    Door("bell", once_told(get(lambda told: "/notifications/bell/", **FRAGMENT)), is_inside=False),
    Door("attention to a conversation", get(lambda told: f"/posts/{told.post.pk}/attention/")),
    Door("attention to a space", get(lambda told: f"/spaces/{told.space.slug}/attention/")),
]
