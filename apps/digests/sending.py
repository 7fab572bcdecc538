"""Digests leave: each is claimed before, written when it leaves, and noted with its leaving.

The claim is the row's lock, which ends with the process that holds it: what a killed worker had in
hand is tried again at once, as the same mail, with the same Message-ID (docs/decisions/0024).
"""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from apps.digests.contents import Chosen, choose
from apps.digests.letters import letter_of
from apps.digests.models import Digest, DigestChoice, Rhythm
from apps.hours.calendar import is_open, next_opening
from apps.hours.lookup import schedule_of
from apps.mailing.sending import TemporaryFailure, Undeliverable, open_connection, send

log = structlog.get_logger(__name__)

State = Digest.State
MOST = 50
"""Digests that one task sends before others have their turn."""

FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=2)
MOST_ATTEMPTS = 18  # with these pauses, a little more than 24 hours


def send_waiting() -> bool:
    """Send what is due; True when more waits than one task should send."""
    with open_connection() as connection:
        for _turn in range(MOST):
            digest_id = _next()
            if digest_id is None:
                return False
            _attempt(digest_id, connection)
    return True


def waiting(now: datetime) -> QuerySet[Digest]:
    return Digest.objects.filter(state=State.WAITING, next_attempt_at__lte=now)


@transaction.atomic
def _next() -> int | None:
    """The digest that waits longest and is in nobody's hands. The attempt is counted before it is
    made, so that a digest no process survives does not wait for ever."""
    rows = waiting(timezone.now()).select_for_update(skip_locked=True).order_by("next_attempt_at")
    digest_id = rows.values_list("pk", flat=True).first()
    if digest_id is not None:
        Digest.objects.filter(pk=digest_id).update(attempts=F("attempts") + 1)
    return digest_id


def _attempt(digest_id: int, connection: Any) -> None:
    try:
        _send_one(digest_id, connection)
    except Exception as error:
        # One that cannot be written must not keep the others from leaving.
        log.exception("digest not sent", digest=digest_id)
        _try_later(Digest.objects.get(pk=digest_id), f"{type(error).__name__}: {error}")


@transaction.atomic
def _send_one(digest_id: int, connection: Any) -> None:
    rows = waiting(timezone.now()).select_for_update(skip_locked=True, of=("self",))
    digest = rows.select_related("person__profile").filter(pk=digest_id).first()
    if digest is None:
        return
    now = timezone.now()
    schedule = schedule_of(digest.person)
    if not _is_wanted(digest):
        _end(digest, State.CANCELLED)
    elif digest.attempts > MOST_ATTEMPTS:
        _end(digest, State.FAILED, error=digest.error or "no process survived it")
    elif not is_open(schedule, now):
        _postpone(digest, next_opening(schedule, now))
    else:
        _say(digest, choose(digest.person, digest.rhythm, now), connection)


def _say(digest: Digest, chosen: Chosen, connection: Any) -> None:
    told = {"until": chosen.until, "keys": chosen.keys, "shown": chosen.shown}
    letter = letter_of(digest.person, digest.rhythm, chosen, message_id=message_id(digest))
    if letter is None:
        _end(digest, State.NOTHING, until=chosen.until)
        return
    try:
        send(letter, connection=connection)
    except Undeliverable as refusal:
        _end(digest, State.FAILED, error=str(refusal)[:300])
    except TemporaryFailure as failure:
        _try_later(digest, str(failure))
    else:
        now = timezone.now()
        was_inside = is_open(schedule_of(digest.person), now)
        _end(digest, State.SENT, sent_at=now, was_inside=was_inside, **told)


def message_id(digest: Digest) -> str:
    """The same for every attempt."""
    domain = urlsplit(settings.BASE_URL).hostname or "localhost"
    return f"digest.{digest.person_id}.{digest.period}@{domain}"


def _is_wanted(digest: Digest) -> bool:
    if not digest.person.is_active:
        return False
    choice = DigestChoice.objects.visible_to(digest.person).first()
    return choice is None or choice.rhythm != Rhythm.NEVER


def _end(digest: Digest, state: str, **values: object) -> None:
    Digest.objects.filter(pk=digest.pk).update(state=state, **values)


def _postpone(digest: Digest, until: datetime) -> None:
    """The hours ended before it left: no attempt was made."""
    ours = Digest.objects.filter(pk=digest.pk)
    ours.update(next_attempt_at=until, attempts=F("attempts") - 1)


def _try_later(digest: Digest, error: str) -> None:
    if digest.attempts >= MOST_ATTEMPTS:
        _end(digest, State.FAILED, error=error[:300])
        return
    pause = min(FIRST_PAUSE * 2 ** max(digest.attempts - 1, 0), LONGEST_PAUSE)
    ours = Digest.objects.filter(pk=digest.pk)
    ours.update(next_attempt_at=timezone.now() + pause, error=error[:300])
