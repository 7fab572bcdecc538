"""What one is told: the page, the bell, the way to what happened.

Everybody here has rows about what was said, shown and unread, also who may not read it: what a
mistake in telling, or access lost a moment ago, would leave behind. Showing asks the rule again.
"""

from collections.abc import Callable

from django.test import Client
from django.utils import timezone

from apps.notifications.models import Notification
from apps.profiles.models import User
from tests.access.doors import ANSWER, FRAGMENT, NAME, TITLE, Door, Told, around, get, post

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


def _reads(client: Client, told: Told) -> str:
    """Another's notification, marked as read: as if it were not there."""
    row = Notification.objects.order_by("person").first()
    return post(lambda _told: "/notifications/read/", notification=str(row.pk if row else 1))(
        client, told
    )


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
    Door(
        "attention, in a card", get(lambda t: f"/posts/{t.post.pk}/attention/?in=menu", **FRAGMENT)
    ),
    Door(
        "attention, under a post",
        get(lambda t: f"/posts/{t.post.pk}/attention/?in=post", **FRAGMENT),
    ),
    Door("conversation followed", post(lambda t: f"/posts/{t.post.pk}/attention/", state="follow")),
    Door(
        "conversation, nothing chosen", post(lambda t: f"/posts/{t.post.pk}/attention/", state="x")
    ),
    Door("space muted", post(lambda t: f"/spaces/{t.space.slug}/attention/", level="mute")),
    Door("one line read", once_told(_reads), is_inside=False),
    around("settings of notifications", "/settings/notifications/", NAME),
    around("a mail looked at", "/settings/notifications/preview/answered/"),
]
