"""Push carries envelopes: to every browser in which their person is signed in."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import requests
import structlog
from django.conf import settings
from django.utils import timezone, translation

from apps.accounts.actions import live_digests
from apps.hours.calendar import next_closing
from apps.hours.lookup import schedules_of
from apps.mailing.sending import TemporaryFailure, Undeliverable
from apps.notifications.models import Channel, Envelope, PushSubscription
from apps.notifications.push.actions import forget_device
from apps.notifications.push.outgoing import open_session
from apps.notifications.push.payloads import payload_of
from apps.notifications.push.sending import ENOUGH, Gone, send_push
from apps.notifications.sending.carriers import Carry, carries
from apps.notifications.sending.contents import contents_of

log = structlog.get_logger(__name__)


@carries(Channel.PUSH)
@contextmanager
def by_push() -> Iterator[Carry]:
    with open_session() as session:

        def carry(envelope: Envelope) -> bool:
            return _carry(envelope, session)

        yield carry


def _carry(envelope: Envelope, session: requests.Session) -> bool:
    """True when at least one browser's service took it. Raises `TemporaryFailure` when none did,
    and one of them may later.
    """
    rows = contents_of(envelope)
    devices = awake(envelope.person_id) if settings.RSN_VAPID_PRIVATE_KEY and rows else []
    keep_for = _until_closing(envelope.person_id, timezone.now())
    sent, failure = 0, None
    for device in devices:
        with translation.override(device.language or settings.LANGUAGE_CODE):
            payload = payload_of(envelope.pk, rows)
        try:
            send_push(device, payload, keep_for=keep_for, session=session)
        except Gone:
            forget_device(device)
        except Undeliverable as refusal:
            log.warning("push_refused", device=device.pk, error=str(refusal))
        except TemporaryFailure as trouble:
            failure = trouble
        else:
            sent += 1
    if failure is not None and not sent:
        raise failure
    return sent > 0


def awake(person_id: int) -> list[PushSubscription]:
    """A person's browsers in which they are still signed in; the others are forgotten."""
    devices = PushSubscription.objects.filter(person=person_id, removed_at=None)
    found = list(devices.order_by("pk"))
    live = live_digests(person_id) if found else set()
    for device in found:
        if device.session_digest not in live:
            forget_device(device)
    return [device for device in found if device.session_digest in live]


def _until_closing(person_id: int, now: datetime) -> timedelta:
    """A phone that is off until tonight must not ring then: the service forgets it before."""
    schedule = schedules_of([person_id])[person_id]
    return next_closing(schedule, now, within=ENOUGH) - now
