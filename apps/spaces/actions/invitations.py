"""Asking people into a closed space, and their answer.

Inviting many is as few queries as inviting one; each person gets an invitation of their own.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from apps.core.decisions import refuse, require
from apps.core.errors import InvalidInput
from apps.core.html import clean_text
from apps.events.actions import record
from apps.profiles.models import Unit, User
from apps.spaces.actions.members import admit, lock_space
from apps.spaces.entering import (
    can_accept_invitation,
    can_invite,
    can_withdraw_invitations,
)
from apps.spaces.events import InvitationAnswered, InvitationSent, InvitationWithdrawn
from apps.spaces.journal import Kind, note
from apps.spaces.models import Exclusion, Invitation, Membership, Space
from apps.spaces.permissions import standing

State = Invitation.State
MOST_ADDRESSES = 500
MOST_OF_A_UNIT = 5000


class Outcome(StrEnum):
    """What inviting one person came to."""

    INVITED = "invited"
    MEMBER = "member"
    WAITING = "waiting"
    EXCLUDED = "excluded"
    UNKNOWN = "unknown"
    NO_ADDRESS = "no address"


@dataclass(frozen=True, slots=True)
class Line:
    """Of a list of addresses, one, and what came of it. `person` is known where somebody is."""

    address: str
    outcome: Outcome
    person: User | None = None


@transaction.atomic
def invite_person(*, actor: User, space: Space, user: User, word: str = "") -> Outcome:
    return _invite(actor, space, [user], word)[user.pk]


@transaction.atomic
def invite_unit(*, actor: User, space: Space, unit: Unit, word: str = "") -> int:
    """Ask in each active person of the unit, and of those below, who is not a member; how many."""
    people = list(User.objects.active().filter(groups=unit.group).order_by("pk").only("pk"))
    if len(people) > MOST_OF_A_UNIT:
        most = number_format(MOST_OF_A_UNIT, force_grouping=True)
        refuse(
            _("More than %(most)s people: give access to the unit instead of inviting each.")
            % {"most": most}
        )
    outcomes = _invite(actor, space, people, word, unit=unit)
    return sum(outcome is Outcome.INVITED for outcome in outcomes.values())


@transaction.atomic
def invite_listed(
    *, actor: User, space: Space, addresses: Iterable[str], word: str = ""
) -> list[Line]:
    """Ask in whoever has one of these e-mails; a line for each address, once, in their order.

    What is no address gets its line too.
    """
    listed = list(dict.fromkeys(map(_as_kept, addresses)))
    if len(listed) > MOST_ADDRESSES:
        raise InvalidInput(
            "addresses",
            _("At most %(most)s addresses at a time.") % {"most": MOST_ADDRESSES},
        )
    people = User.objects.active().with_card().filter(email__in=listed)
    found = {person.email: person for person in people}
    outcomes = _invite(actor, space, list(found.values()), word)
    return [
        Line(address, outcomes[found[address].pk], found[address])
        if address in found
        else Line(address, Outcome.UNKNOWN if "@" in address else Outcome.NO_ADDRESS)
        for address in listed
    ]


def _as_kept(address: str) -> str:
    """As addresses are kept; other words as they are."""
    return address.strip().lower() if "@" in address else address.strip()


@transaction.atomic
def withdraw_invitation(*, actor: User, invitation: Invitation) -> None:
    """From now on the space is not there for the person invited. Twice is once."""
    locked = lock_space(invitation.space)
    require(can_withdraw_invitations(standing(actor, locked)))
    waiting = Invitation.objects.filter(pk=invitation.pk, state=State.WAITING)
    if waiting.update(state=State.WITHDRAWN, answered_at=timezone.now()):
        person = invitation.user
        note(locked, Kind.INVITATION_ENDED, actor=actor, person=person, how="withdrawn")
        record(InvitationWithdrawn(actor_id=actor.pk, space_id=locked.pk, person_id=person.pk))


@transaction.atomic
def accept_invitation(*, user: User, space: Space) -> Membership:
    """Take the place that was offered. Raises `Refused` when it is not offered any more."""
    locked = lock_space(space)
    invitation = _mine(user, locked)
    require(can_accept_invitation(standing(user, locked)))
    _answer(invitation, State.ACCEPTED)
    return admit(actor=user, user=user, space=locked, role=invitation.role)


@transaction.atomic
def decline_invitation(*, user: User, space: Space) -> None:
    locked = lock_space(space)
    invitation = _mine(user, locked)
    _answer(invitation, State.DECLINED)
    note(locked, Kind.INVITATION_ENDED, actor=user, person=user, how="declined")


@transaction.atomic
def end_old_invitations() -> int:
    """Those nobody answered in time: the rule passes over them by the clock, this tidies up."""
    old = Invitation.objects.filter(state=State.WAITING, expires_at__lte=Now())
    rows = list(old.select_for_update(of=("self",), skip_locked=True).select_related("space"))
    _expire(rows)
    return len(rows)


def _invite(
    actor: User, space: Space, people: Collection[User], word: str, *, unit: Unit | None = None
) -> dict[int, Outcome]:
    """An outcome for each of the people, who are active; by id."""
    locked = lock_space(space)
    require(can_invite(standing(actor, locked)))
    before = Invitation.objects.filter(space=locked, user__in=people, state=State.WAITING)
    _expire(list(before.filter(expires_at__lte=Now())))
    outcomes = dict.fromkeys([person.pk for person in people], Outcome.INVITED)
    members = Membership.objects.filter(space=locked, user__in=people)
    excluded = Exclusion.objects.in_force().filter(space=locked, user__in=people)
    for rows, outcome in (
        (before, Outcome.WAITING),
        (members, Outcome.MEMBER),
        (excluded, Outcome.EXCLUDED),
    ):
        outcomes |= dict.fromkeys(rows.values_list("user_id", flat=True), outcome)
    invited = [person for person in people if outcomes[person.pk] is Outcome.INVITED]
    if invited:
        _send(actor, locked, invited, clean_text(word), unit)
    return outcomes


def _send(actor: User, space: Space, people: list[User], word: str, unit: Unit | None) -> None:
    now = timezone.now()
    until = now + timedelta(days=settings.RSN_INVITATION_DAYS)
    Invitation.objects.bulk_create(
        [
            Invitation(
                space=space, user=who, invited_by=actor, word=word, sent_at=now, expires_at=until
            )
            for who in people
        ],
        batch_size=1000,
    )
    if unit is not None:
        note(space, Kind.INVITED, actor=actor, unit=unit, count=len(people))
    else:
        for person in people:
            note(space, Kind.INVITED, actor=actor, person=person)
    ids = [person.pk for person in people]
    record(InvitationSent(actor_id=actor.pk, space_id=space.pk, people=ids))


def _mine(user: User, space: Space) -> Invitation:
    invitation = Invitation.objects.waiting().filter(user=user, space=space).first()
    if invitation is None:
        refuse(_("This invitation is over: it was answered, withdrawn, or is too old."))
    return invitation


def _answer(invitation: Invitation, state: str) -> None:
    invitation.state, invitation.answered_at = state, timezone.now()
    invitation.save(update_fields=["state", "answered_at"])
    record(
        InvitationAnswered(
            actor_id=invitation.user_id,
            space_id=invitation.space_id,
            person_id=invitation.user_id,
            inviter_id=invitation.invited_by_id,
            is_accepted=state == State.ACCEPTED,
        )
    )


def _expire(rows: list[Invitation]) -> None:
    if not rows:
        return
    old = Invitation.objects.filter(pk__in=[row.pk for row in rows])
    old.update(state=State.EXPIRED, answered_at=F("expires_at"))
    for row in rows:
        note(row.space, Kind.INVITATION_ENDED, person=row.user, how="expired")
