"""Envelopes leave, each claimed by one process at a time and sent until it is taken.

A claim ends by itself (`LEASE`), so that what a killed process held leaves after all: as the same
mail, with the same Message-ID (docs/decisions/0012).
"""

from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from apps.hours.calendar import is_open, next_opening
from apps.hours.lookup import schedules_of
from apps.mailing.sending import TemporaryFailure, Undeliverable
from apps.notifications.models import Channel, Delivery, Envelope
from apps.notifications.sending.carriers import Carry, carrier_of
from apps.notifications.sending.forming import form

log = structlog.get_logger(__name__)

State = Envelope.State
MOST = 50  # envelopes a task sends before others have their turn
# Longer than a mail server may take for one mail, every command answered at the last moment.
LEASE = timedelta(seconds=120)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=2)
MOST_ATTEMPTS = 18  # with these pauses, a little more than 24 hours


def leave(channel: Channel) -> bool:
    """Send what is due by this channel; True when more waits than one task should send."""
    carrier = carrier_of(channel)
    if carrier is None:
        return False
    formed = form(channel)
    sent = 0
    with carrier() as carry:
        while sent < MOST and (envelope := _claim(channel)):
            _send(envelope, carry)
            sent += 1
    return sent == MOST or (formed > 0 and sent > 0)


@transaction.atomic
def _claim(channel: Channel) -> Envelope | None:
    """The envelope that waits longest, ours for `LEASE`; None when none waits."""
    now = timezone.now()
    waiting = Envelope.objects.filter(
        Q(claimed_until=None) | Q(claimed_until__lt=now),
        channel=channel,
        state__in=[State.FORMED, State.SENDING],
        next_attempt_at__lte=now,
    )
    locked = waiting.select_for_update(skip_locked=True, of=("self",))
    envelope = locked.select_related("person").order_by("next_attempt_at").first()
    if envelope is None:
        return None
    envelope.state = State.SENDING
    envelope.claimed_until = now + LEASE
    envelope.attempts += 1
    envelope.save(update_fields=["state", "claimed_until", "attempts"])
    return envelope


def _send(envelope: Envelope, carry: Carry) -> None:
    schedule = schedules_of([envelope.person_id])[envelope.person_id]
    now = timezone.now()
    if not is_open(schedule, now):
        _postpone(envelope, next_opening(schedule, now))
        return
    try:
        has_left = carry(envelope)
    except Undeliverable as refusal:
        _end(envelope, State.FAILED, Delivery.State.FAILED, error=str(refusal)[:300])
    except TemporaryFailure as failure:
        _try_later(envelope, str(failure))
    except Exception as error:
        log.exception("envelope not sent", envelope=str(envelope.pk))
        _try_later(envelope, f"{type(error).__name__}: {error}")
    else:
        if has_left:
            left_at = timezone.now()
            inside = is_open(schedule, left_at)
            _end(envelope, State.SENT, Delivery.State.SENT, sent_at=left_at, was_inside=inside)
        else:
            _end(envelope, State.CANCELLED, Delivery.State.CANCELLED)


@transaction.atomic
def _end(envelope: Envelope, state: str, deliveries: str, **values: object) -> None:
    ours = Envelope.objects.filter(pk=envelope.pk)
    ours.update(state=state, claimed_until=None, **values)
    Delivery.objects.filter(envelope=envelope).update(state=deliveries)


def _postpone(envelope: Envelope, until: datetime) -> None:
    """The hours ended before it left: no attempt was made."""
    Envelope.objects.filter(pk=envelope.pk).update(
        claimed_until=None, attempts=envelope.attempts - 1, next_attempt_at=until
    )


def _try_later(envelope: Envelope, error: str) -> None:
    if envelope.attempts >= MOST_ATTEMPTS:
        _end(envelope, State.FAILED, Delivery.State.FAILED, error=error[:300])
        return
    pause = min(FIRST_PAUSE * 2 ** (envelope.attempts - 1), LONGEST_PAUSE)
    Envelope.objects.filter(pk=envelope.pk).update(
        claimed_until=None, next_attempt_at=timezone.now() + pause, error=error[:300]
    )
