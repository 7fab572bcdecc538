"""Asking for exceptional access, answering, ending it."""

import re
import uuid
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.core.decisions import require
from apps.core.deeds import DeedKind, deed
from apps.core.errors import InvalidInput
from apps.core.html import clean_text
from apps.events.actions import record
from apps.hours.lookup import organisation_schedule
from apps.oversight.events import AccessAnswered, AccessAsked, AccessOver, AccessTold
from apps.oversight.models import Access
from apps.oversight.permissions import can_answer, can_ask, can_end, can_withdraw
from apps.profiles.models import User
from apps.spaces import journal
from apps.spaces.actions import say_exceptional
from apps.spaces.actions.members import lock_space
from apps.spaces.models import Space

MORNING = time(9)
LONGEST_SECRET_DAYS = 365


@transaction.atomic
def ask_access(
    *,
    asker: User,
    address: str,
    reason: str,
    text: str,
    hours: int,
    tell_on: date | None = None,
    key: uuid.UUID | None = None,
) -> Access:
    """Ask to read the confidential space at `address`, whether or not there is one.

    `tell_on` is the day its members are told, where the law requires secrecy until then. Raises
    `InvalidInput`. Asked twice with the same key it is asked once.
    """
    require(can_ask(asker))
    known = Access.objects.filter(asker=asker, key=key).first() if key else None
    if known is not None:
        return known
    words = clean_text(text).strip()
    if len(words) < 10:
        raise InvalidInput("text", _("Say in a sentence what happened and why it is needed."))
    access = Access.objects.create(
        asker=asker,
        address=slug_of(address),
        reason=reason,
        text=words,
        hours=hours,
        tell_at=_told_at(tell_on, reason),
        key=key,
    )
    deed(DeedKind.GLASS_ASKED, actor=asker, reason=reason)
    record(AccessAsked(actor_id=asker.pk, access_id=access.pk))
    return access


@transaction.atomic
def approve_access(*, actor: User, access: Access, word: str = "") -> Access:
    """Let the asker in, from now on and for the hours asked. Raises `InvalidInput` for an address
    where no confidential space is.
    """
    locked = _answerable(actor, access)
    space = confidential_at(locked.address).first()
    if space is None:
        raise InvalidInput("", _("No confidential space is at this address: decline, and say so."))
    now = timezone.now()
    locked.space = space
    locked.expires_at = now + timedelta(hours=locked.hours)
    locked.tell_at = max(locked.tell_at, now) if locked.tell_at else now
    _answer(locked, actor, Access.State.APPROVED, word, now)
    journal.note(
        space,
        journal.Kind.GLASS_OPENED,
        actor=locked.asker,
        person=actor,
        shown_from=locked.tell_at,
        access=locked.pk,
        reason=locked.reason,
        hours=locked.hours,
    )
    told = AccessTold(actor_id=locked.asker_id, space_id=space.pk, access_id=locked.pk)
    record(told, not_before=locked.tell_at)
    _say_in(space)
    record(AccessOver(access_id=locked.pk), not_before=locked.expires_at)
    return locked


@transaction.atomic
def decline_access(*, actor: User, access: Access, word: str) -> Access:
    """Say no, with a word that the asker reads."""
    locked = _answerable(actor, access)
    if not clean_text(word).strip():
        raise InvalidInput("word", _("Say in a word why not: the asker reads it."))
    _answer(locked, actor, Access.State.DECLINED, word, timezone.now())
    return locked


@transaction.atomic
def withdraw_access(*, actor: User, access: Access) -> None:
    locked = _locked(access)
    require(can_withdraw(actor, locked))
    locked.state = Access.State.WITHDRAWN
    locked.save(update_fields=["state"])
    deed(DeedKind.GLASS_WITHDRAWN, actor=actor)


@transaction.atomic
def end_access(*, actor: User, access: Access) -> None:
    """Close it before its time."""
    locked = _locked(access)
    require(can_end(actor, locked))
    locked.ended_at, locked.ended_by = timezone.now(), actor
    locked.save(update_fields=["ended_at", "ended_by"])
    deed(DeedKind.GLASS_ENDED, actor=actor, person=locked.asker)
    _write_the_end(locked, actor)


@transaction.atomic
def tell_access(access_id: int) -> None:
    """From now on the space says it too. Idempotent, and never before its day."""
    access = Access.objects.select_related("space").filter(pk=access_id).first()
    if access is not None and access.space is not None:
        _say_in(access.space)


@transaction.atomic
def close_access(access_id: int) -> None:
    """Write in the journal that an access has run out. Idempotent, and never before its end."""
    access = Access.objects.select_for_update().filter(pk=access_id).first()
    if access is not None and access.state == Access.State.APPROVED and not access.is_in_force:
        _write_the_end(access, None)


def confidential_at(slug: str) -> QuerySet[Space]:
    """The space that an access to this address would open: one, or none."""
    return Space.objects.filter(kind=Space.Kind.CONFIDENTIAL, slug=slug)


def slug_of(address: str) -> str:
    """`comite-projet` out of whatever is copied from an address bar."""
    inside = re.search(r"/spaces/([^/?#]+)", address)
    return (inside.group(1) if inside else address).strip().strip("/").lower()[:120]


def _told_at(day: date | None, reason: str) -> datetime | None:
    if day is None:
        return None
    if reason != Access.Reason.LEGAL:
        raise InvalidInput("tell_on", _("Only a legal request can require that members wait."))
    zone = organisation_schedule().zone
    today = timezone.now().astimezone(zone).date()
    if not today < day <= today + timedelta(days=LONGEST_SECRET_DAYS):
        raise InvalidInput("tell_on", _("Choose a day from tomorrow on, within twelve months."))
    return datetime.combine(day, MORNING, tzinfo=zone)


def _answerable(actor: User, access: Access) -> Access:
    locked = _locked(access)
    require(can_answer(actor, locked))
    return locked


def _locked(access: Access) -> Access:
    found = Access.objects.select_for_update(of=("self",)).select_related("asker", "space")
    return found.get(pk=access.pk)


def _answer(access: Access, actor: User, state: str, word: str, at: datetime) -> None:
    access.state, access.answered_by, access.answered_at = state, actor, at
    access.word = " ".join(clean_text(word).split())[:500]
    access.save()
    deed(DeedKind.GLASS_ANSWERED, actor=actor, person=access.asker, answer=str(state))
    record(AccessAnswered(actor_id=actor.pk, person_id=access.asker_id, access_id=access.pk))


def _write_the_end(access: Access, actor: User | None) -> None:
    if access.closed_at is not None:
        return
    access.closed_at = timezone.now()
    access.save(update_fields=["closed_at"])
    if access.space is None:
        return
    _say_in(access.space)
    journal.note(
        access.space,
        journal.Kind.GLASS_ENDED,
        actor=actor,
        shown_from=_shown_from(access),
        access=access.pk,
    )


def _say_in(space: Space) -> None:
    """Sentences about who reads the space name what is in force there and told."""
    # One after the other: what another transaction gives or ends meanwhile is seen here.
    lock_space(space)
    told = Access.objects.in_force().told().filter(space=space)
    say_exceptional(space_id=space.pk, until=told.aggregate(last=Max("expires_at"))["last"])


def _shown_from(access: Access) -> datetime:
    now = timezone.now()
    return max(access.tell_at, now) if access.tell_at else now
