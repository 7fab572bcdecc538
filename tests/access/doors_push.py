"""Pushes: what travels to somebody's device, and the words the device then asks for.

Everybody has an envelope about what was said, also who may not read it: what a mistake in telling,
or access lost a moment ago, would leave behind.
"""

import json

from django.test import Client

from apps.notifications.models import Channel, Delivery, Envelope, Notification
from apps.notifications.push.payloads import payload_of
from apps.notifications.sending.contents import contents_of
from tests.access.doors import NAME, TITLE, Door, Told, get
from tests.access.doors_notifications import have_been_told


def _envelope(client: Client, told: Told) -> Envelope:
    """This person's; for who is not signed in, that of whoever was told first."""
    have_been_told(told)
    rows = Notification.objects.order_by("person")
    mine = rows.filter(person=client.session.get("_auth_user_id")).first() or rows.first()
    assert mine is not None
    envelope = Envelope.objects.create(
        person=mine.person, channel=Channel.PUSH, message_id="x@y", subject=mine.subject
    )
    values = {"person": mine.person, "ready_at": mine.due_at, "due_at": mine.due_at}
    Delivery.objects.update_or_create(
        notification=mine, channel=Channel.PUSH, defaults={"envelope": envelope, **values}
    )
    return envelope


def _travels(client: Client, told: Told) -> str:
    if "_auth_user_id" not in client.session:
        return "404 nobody"
    envelope = _envelope(client, told)
    rows = contents_of(envelope)
    return f"200 {json.dumps(payload_of(envelope.pk, rows))}" if rows else "404 nothing"


def _asks(client: Client, told: Told) -> str:
    envelope = _envelope(client, told)
    return get(lambda _told: f"/notifications/push/{envelope.pk}/")(client, told)


def _asks_for_anothers(client: Client, told: Told) -> str:
    have_been_told(told)
    author = Client()
    author.force_login(told.post.author, backend="apps.accounts.backends.SignIn")
    envelope = _envelope(author, told)
    if client.session.get("_auth_user_id") == str(told.post.author.pk):
        return "404 one's own"
    return get(lambda _told: f"/notifications/push/{envelope.pk}/")(client, told)


DOORS = [
    Door("push, as it travels", _travels, is_inside=False),
    Door("push, its words", _asks, (NAME, TITLE), is_inside=False),
    Door("push, another's words", _asks_for_anothers, ("404",)),
]
