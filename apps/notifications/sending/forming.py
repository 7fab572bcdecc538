"""Due deliveries become envelopes: in the person's hours one a conversation, after a quiet time
one for all that waited."""

from datetime import datetime
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from apps.hours.calendar import is_open, next_opening
from apps.hours.lookup import schedules_of
from apps.notifications.models import Channel, Delivery, Envelope
from apps.notifications.sending.contents import still_to_say

MOST_PEOPLE = 200
LOCKS = {Channel.MAIL: 0x4E4D, Channel.PUSH: 0x4E50}


def form(channel: Channel) -> int:
    """Put what is due into envelopes, for the people who wait longest; returns for how many."""
    now = timezone.now()
    due = Delivery.objects.filter(state=Delivery.State.WAITING, channel=channel, due_at__lte=now)
    oldest = due.order_by("due_at").values_list("person_id", flat=True)[: MOST_PEOPLE * 4]
    people = list(dict.fromkeys(oldest))[:MOST_PEOPLE]
    for person_id in people:
        _form_for(person_id, channel, now)
    return len(people)


@transaction.atomic
def _form_for(person_id: int, channel: Channel, now: datetime) -> None:
    if not _is_ours(person_id, channel):
        return
    waiting = Delivery.objects.filter(
        state=Delivery.State.WAITING, channel=channel, person=person_id
    )
    locked = waiting.select_for_update(of=("self",)).select_related("notification")
    everything = list(locked.order_by("pk"))
    due = [row for row in everything if row.due_at <= now]
    schedule = schedules_of([person_id])[person_id]
    if not is_open(schedule, now):
        _set(due, due_at=next_opening(schedule, now))
        return
    # What else waits about the same conversations goes along.
    subjects = {row.notification.subject for row in due}
    rows = [row for row in everything if row.notification.subject in subjects]
    left = {row.pk for row in still_to_say([row.notification for row in rows], channel)}
    _set([r for r in rows if r.notification_id not in left], state=Delivery.State.CANCELLED)
    _fill(person_id, channel, [row for row in rows if row.notification_id in left])


def _fill(person_id: int, channel: Channel, rows: list[Delivery]) -> None:
    now = timezone.now()
    has_waited = any(row.ready_at < row.due_at <= now for row in rows)
    by_subject: dict[str, list[Delivery]] = {}
    for row in rows:
        by_subject.setdefault(row.notification.subject, []).append(row)
    if has_waited and len(by_subject) > 1:
        by_subject = {"": rows}
    for subject, carried in by_subject.items():
        envelope_id = uuid4()
        envelope = Envelope.objects.create(
            id=envelope_id,
            person_id=person_id,
            channel=channel,
            subject=subject,
            message_id=f"{envelope_id.hex}@{_domain()}",
        )
        _set(carried, state=Delivery.State.CLAIMED, envelope=envelope)


def _set(rows: list[Delivery], **values: object) -> None:
    if rows:
        Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(**values)


def _is_ours(person_id: int, channel: Channel) -> bool:
    """One process forms a person's envelopes at a time: what belongs together stays together."""
    with connection.cursor() as database:
        key = [LOCKS[channel], person_id % 2**31]
        database.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", key)
        return bool(database.fetchone()[0])


def _domain() -> str:
    return urlsplit(settings.BASE_URL).hostname or "localhost"
