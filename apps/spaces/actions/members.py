"""Belonging: join, be added, change role, leave, be removed.

Each takes the space's row lock first, then the person's: the count, the role and the grants move
together, and a departure from the organisation waits or is seen. Both locks let others go on
writing posts that refer to the rows.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.core.decisions import refuse, require
from apps.events.actions import record
from apps.profiles.models import User
from apps.spaces import grants
from apps.spaces.events import AccessRevoked, MembershipChanged, MembershipEnded, MembershipStarted
from apps.spaces.journal import Kind, note
from apps.spaces.models import (
    CirclePerson,
    Exclusion,
    Follow,
    Invitation,
    JoinRequest,
    Membership,
    Space,
)
from apps.spaces.permissions import can_give_role, can_join, can_read, standing

Role = Membership.Role


@transaction.atomic
def join_space(*, user: User, space: Space) -> Membership:
    """Become a member of a space whose door is open. Joining twice is joining once."""
    locked = lock_space(space)
    require(can_join(standing(user, locked)))
    return admit(actor=user, user=user, space=locked, role=Role.MEMBER)


@transaction.atomic
def add_member(*, actor: User, space: Space, user: User, role: str = Role.MEMBER) -> Membership:
    """Give a colleague a place here, or another role if they already have one."""
    locked = lock_space(space)
    existing = Membership.objects.filter(space=locked, user=user).first()
    before = existing.role if existing else None
    require(can_give_role(standing(actor, locked), before=before, after=role))
    if existing:
        return set_role(actor=actor, membership=existing, role=role)
    return admit(actor=actor, user=user, space=locked, role=role)


@transaction.atomic
def change_role(*, actor: User, membership: Membership, role: str) -> Membership:
    """Raises `Refused` when the person has left the space meanwhile."""
    locked = lock_space(membership.space)
    current = Membership.objects.filter(pk=membership.pk).select_related("user", "space").first()
    before = current.role if current else None
    require(can_give_role(standing(actor, locked), before=before, after=role))
    if current is None:
        refuse(_("This person is no longer a member of the space."))
    return set_role(actor=actor, membership=current, role=role)


@transaction.atomic
def leave_space(*, user: User, space: Space) -> None:
    """Stop belonging. Leaving what one does not belong to is no error."""
    end_membership(actor=user, user=user, space=lock_space(space))


@transaction.atomic
def remove_member(*, actor: User, space: Space, user: User) -> None:
    locked = lock_space(space)
    membership = Membership.objects.filter(space=locked, user=user).first()
    before = membership.role if membership else None
    require(can_give_role(standing(actor, locked), before=before, after=None))
    end_membership(actor=actor, user=user, space=locked)


@transaction.atomic
def count_member(person: User) -> None:
    """Count somebody in their spaces while they are in the organisation, and only then.

    For arrivals, returns and departures. Takes as long for a large space as for a small one.
    """
    mine = Membership.objects.filter(user=person)
    ids = list(mine.exclude(is_counted=person.is_active).values_list("space", flat=True))
    _lock_spaces(ids)
    is_active = _is_active(person)
    changing = mine.filter(space__in=ids).exclude(is_counted=is_active)
    changed = list(changing.values_list("space", flat=True))
    changing.update(is_counted=is_active)
    _count(changed, +1 if is_active else -1)


@transaction.atomic
def recount_members(space_ids: Iterable[int]) -> None:
    """Recompute `members_count` from the rows; for imports."""
    ids = list(space_ids)
    _lock_spaces(ids)
    inside = Membership.objects.filter(space__in=ids)
    for is_active in (True, False):
        inside.filter(user__is_active=is_active).exclude(is_counted=is_active).update(
            is_counted=is_active
        )
    counted = Space.objects.filter(pk__in=ids).annotate(
        actual=Count("memberships", filter=Q(memberships__is_counted=True))
    )
    for pk, before, actual in counted.values_list("pk", "members_count", "actual"):
        if actual != before:
            Space.objects.filter(pk=pk).update(members_count=actual, version=F("version") + 1)


def admit(
    *, actor: User, user: User, space: Space, role: str, is_asked: bool = False
) -> Membership:
    """Give a place in a space whose row the caller has locked, and may give places in."""
    if not _is_active(user):
        refuse(_("This person has left the organisation."))
    if Exclusion.objects.in_force().filter(space=space, user=user).exists():
        refuse(_("This person is excluded from the space: end the exclusion first."))
    membership, is_new = Membership.objects.get_or_create(
        user=user, space=space, defaults={"role": role}
    )
    if is_new:
        grants.project([membership])
        _count([space.pk], +1)
        if space.kind != Space.Kind.OPEN:
            note(space, Kind.JOINED, actor=actor, person=user, role=role)
        record(
            MembershipStarted(
                actor_id=actor.pk, space_id=space.pk, person_id=user.pk, is_asked=is_asked
            )
        )
        _settle_ways_in(actor, user, space)
    return membership


def _settle_ways_in(actor: User, user: User, space: Space) -> None:
    """Nothing waits any more for somebody who is in, by whichever way they came."""
    now = timezone.now()
    JoinRequest.objects.waiting().filter(space=space, user=user).update(
        state=JoinRequest.State.ACCEPTED, decided_by=actor, decided_at=now
    )
    Invitation.objects.filter(space=space, user=user, state=Invitation.State.WAITING).update(
        state=Invitation.State.ACCEPTED, answered_at=now
    )


def set_role(*, actor: User, membership: Membership, role: str) -> Membership:
    """The caller has locked the row of the space, and may give this role."""
    if membership.role == role:
        return membership
    if membership.role == Role.OWNER:
        _keep_an_owner(membership.space, leaving=membership.user)
    note(
        membership.space,
        Kind.ROLE_CHANGED,
        actor=actor,
        person=membership.user,
        before=membership.role,
        after=role,
    )
    membership.role = role
    membership.save(update_fields=["role"])
    grants.project([membership])
    record(
        MembershipChanged(
            actor_id=actor.pk, space_id=membership.space_id, person_id=membership.user_id
        )
    )
    return membership


def end_membership(*, actor: User, user: User, space: Space, is_noted: bool = True) -> None:
    """The caller has locked the row of the space. `is_noted`: in the journal, as any departure."""
    membership = Membership.objects.filter(space=space, user=user).first()
    if not membership:
        return
    if membership.role == Role.OWNER:
        _keep_an_owner(space, leaving=user)
    membership.delete()
    grants.withdraw(user=user, space=space)
    CirclePerson.objects.filter(user=user, circle__space=space).delete()
    if not is_noted:
        pass  # the caller writes a line that says more
    elif actor != user:
        note(space, Kind.REMOVED, actor=actor, person=user)
    elif space.kind != Space.Kind.OPEN:
        note(space, Kind.LEFT, actor=actor, person=user)
    if membership.is_counted:
        _count([space.pk], -1)
    record(MembershipEnded(actor_id=actor.pk, space_id=space.pk, person_id=user.pk))
    if not can_read(user, space):
        Follow.objects.filter(user=user, space=space).delete()
        record(AccessRevoked(actor_id=actor.pk, space_id=space.pk, person_id=user.pk))


def _keep_an_owner(space: Space, *, leaving: User) -> None:
    others = Membership.objects.filter(space=space, role=Role.OWNER, user__is_active=True)
    if not others.exclude(user=leaving).exists():
        refuse(_("A space keeps at least one owner: name another one first."))


def lock_space(space: Space) -> Space:
    return Space.objects.select_for_update(no_key=True).get(pk=space.pk)


def _is_active(user: User) -> bool:
    """Whether this person is still here, as it will stay until the transaction ends."""
    return User.objects.select_for_update(no_key=True).get(pk=user.pk).is_active


def _lock_spaces(ids: list[int]) -> None:
    """Nobody joins or leaves these meanwhile; always in the same order."""
    list(
        Space.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values("pk")
    )


def _count(space_ids: list[int], step: int) -> None:
    Space.objects.filter(pk__in=space_ids).update(
        members_count=F("members_count") + step, version=F("version") + 1
    )
