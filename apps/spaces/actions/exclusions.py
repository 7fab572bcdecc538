"""Keeping somebody out of a space for a time: the reason said to them, and one appeal."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.core.decisions import refuse, require
from apps.core.errors import InvalidInput
from apps.core.html import clean_text
from apps.events.actions import record
from apps.profiles.models import User
from apps.spaces import above
from apps.spaces.actions.members import end_membership, lock_space
from apps.spaces.entering import can_answer_appeal, can_exclude
from apps.spaces.events import (
    AccessRevoked,
    AppealAnswered,
    AppealMade,
    ExclusionEnded,
    PersonExcluded,
)
from apps.spaces.journal import Kind, note
from apps.spaces.models import Exclusion, Follow, Invitation, JoinRequest, Membership, Space
from apps.spaces.permissions import can_manage_members, can_read, standing


@transaction.atomic
def exclude_person(
    *, actor: User, space: Space, user: User, reason: str, days: int = 0
) -> Exclusion:
    """End this person's place here and keep them out for `days`, or until somebody ends it (0).

    In a closed space they stop reading, whatever unit they are of. Raises `InvalidInput` without
    a reason: it is told to them as it is written.
    """
    locked = lock_space(space)
    membership = Membership.objects.filter(space=locked, user=user).first()
    before = membership.role if membership else None
    require(can_exclude(standing(actor, locked), whom=user.pk, before=before))
    words = clean_text(reason)
    if not words:
        raise InvalidInput("reason", _("Say why: the person is told as you write it."))
    if Exclusion.objects.in_force().filter(space=locked, user=user).exists():
        refuse(_("This person is already excluded from this space."))
    did_read = can_read(user, locked)
    now = timezone.now()
    _end_those_over(locked, user)
    exclusion = Exclusion.objects.create(
        space=locked,
        user=user,
        known_as=locked.title,
        excluded_by=actor,
        reason=words,
        excluded_at=now,
        until=now + timedelta(days=days) if days else None,
    )
    _close_ways_in(actor, locked, user)
    above.excluded(user.pk, locked.pk)
    if membership:
        end_membership(actor=actor, user=user, space=locked, is_noted=False)
    elif did_read and not can_read(user, locked):
        Follow.objects.filter(user=user, space=locked).delete()
        record(AccessRevoked(actor_id=actor.pk, space_id=locked.pk, person_id=user.pk))
    note(locked, Kind.EXCLUDED, actor=actor, person=user, days=days)
    record(PersonExcluded(actor_id=actor.pk, space_id=locked.pk, person_id=user.pk))
    return exclusion


@transaction.atomic
def end_exclusion(*, actor: User, exclusion: Exclusion) -> None:
    """Let the person come back by the ways there are. Ending twice is ending once."""
    locked = lock_space(exclusion.space)
    require(can_manage_members(standing(actor, locked)))
    _end(exclusion, locked, actor=actor)


@transaction.atomic
def appeal(*, user: User, exclusion: Exclusion, text: str) -> None:
    """Ask once for another look. Raises `InvalidInput` without words, `Refused` the second time."""
    lock_space(exclusion.space)
    current = Exclusion.objects.in_force().filter(pk=exclusion.pk, user=user).first()
    if current is None:
        refuse(_("This exclusion is over: there is nothing to appeal against."))
    if current.appealed_at is not None:
        refuse(_("You have appealed already: an owner of the space answers."))
    words = clean_text(text)
    if not words:
        raise InvalidInput("text", _("Say in a few words why the decision should be another one."))
    current.appeal, current.appealed_at = words, timezone.now()
    current.save(update_fields=["appeal", "appealed_at"])
    record(AppealMade(actor_id=user.pk, space_id=current.space_id, person_id=user.pk))


@transaction.atomic
def answer_appeal(*, actor: User, exclusion: Exclusion, is_lifted: bool, word: str) -> None:
    """End the exclusion, or keep it, with a word. Raises `Refused` when it was answered."""
    locked = lock_space(exclusion.space)
    has_other = other_owners(locked, exclusion.excluded_by).exists()
    gate = can_answer_appeal(standing(actor, locked), exclusion, has_other_owner=has_other)
    require(gate)
    waiting = Exclusion.objects.filter(pk=exclusion.pk, ended_at=None, appeal_decided_at=None)
    current = waiting.exclude(appealed_at=None).first()
    if current is None:
        refuse(_("This appeal was answered meanwhile."))
    words = clean_text(word)
    if not words:
        raise InvalidInput("word", _("Say why: the person reads your answer."))
    current.appeal_answer, current.appeal_decided_by = words, actor
    current.appeal_decided_at = timezone.now()
    current.save(update_fields=["appeal_answer", "appeal_decided_by", "appeal_decided_at"])
    if is_lifted:
        _end(current, locked, actor=actor, is_told=False)
    record(AppealAnswered(actor_id=actor.pk, space_id=locked.pk, person_id=current.user_id))


def other_owners(space: Space, person: User) -> QuerySet[Membership]:
    owners = Membership.objects.filter(space=space, role=Membership.Role.OWNER)
    return owners.filter(user__is_active=True).exclude(user=person)


@transaction.atomic
def end_old_exclusions() -> int:
    """Those whose time is over: the rule lets go by the clock, this says so to the person."""
    over = Exclusion.objects.filter(ended_at=None, until__lte=Now()).select_related("space")
    rows = list(over.select_for_update(of=("self",), skip_locked=True))
    for row in rows:
        _end(row, row.space, actor=None)
    return len(rows)


def _end(exclusion: Exclusion, space: Space, *, actor: User | None, is_told: bool = True) -> None:
    standing_one = Exclusion.objects.filter(pk=exclusion.pk, ended_at=None)
    if not standing_one.update(ended_at=timezone.now(), ended_by=actor):
        return
    actor_id = actor.pk if actor else None
    note(space, Kind.EXCLUSION_ENDED, actor=actor, person=exclusion.user)
    if is_told:
        person_id = exclusion.user_id
        record(ExclusionEnded(actor_id=actor_id, space_id=space.pk, person_id=person_id))


def _end_those_over(space: Space, user: User) -> None:
    over = Exclusion.objects.filter(space=space, user=user, ended_at=None, until__lte=Now())
    over.update(ended_at=F("until"))


def _close_ways_in(actor: User, space: Space, user: User) -> None:
    now = timezone.now()
    Invitation.objects.filter(space=space, user=user, state=Invitation.State.WAITING).update(
        state=Invitation.State.WITHDRAWN, answered_at=now
    )
    JoinRequest.objects.waiting().filter(space=space, user=user).update(
        state=JoinRequest.State.DECLINED, decided_by=actor, decided_at=now
    )
