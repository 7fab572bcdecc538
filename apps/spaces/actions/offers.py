"""A space without an owner is offered to those who make it live, a few at a time."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.core.decisions import refuse
from apps.events.actions import record
from apps.profiles.models import User
from apps.spaces import above
from apps.spaces.actions.members import lock_space, set_role
from apps.spaces.events import SpaceOffered
from apps.spaces.journal import Kind, note
from apps.spaces.models import Membership, Offer, Space

AT_ONCE = 3
OPEN_FOR = timedelta(days=7)
LOOKING_BACK = timedelta(days=182)
Role = Membership.Role
State = Offer.State


def orphans() -> QuerySet[Space]:
    """Spaces in use for which nobody who is still here answers."""
    owners = Membership.objects.filter(space=OuterRef("pk"), role=Role.OWNER, user__is_active=True)
    members = Membership.objects.filter(space=OuterRef("pk"), user__is_active=True)
    return Space.objects.communities().current().filter(~Exists(owners), Exists(members))


def offer_orphans(among: Iterable[int] | None = None) -> int:
    """Offer what has no owner, and pass on what was not taken in time; returns new offers."""
    spaces = orphans().order_by("pk")
    if among is not None:
        spaces = spaces.filter(pk__in=list(among))
    return sum(_offer(pk) for pk in list(spaces.values_list("pk", flat=True)))


@transaction.atomic
def accept_offer(*, user: User, offer: Offer) -> Membership:
    """Become the owner. Raises `Refused` when it is too late, or somebody else was quicker."""
    space = lock_space(offer.space)
    current = _standing(user, offer)
    owners = Membership.objects.filter(space=space, role=Role.OWNER, user__is_active=True)
    if owners.exists():
        _end(Offer.objects.filter(space=space, state=State.WAITING), State.LAPSED)
        refuse(_("Somebody else answers for this space meanwhile. Thank you for being ready to."))
    membership = Membership.objects.filter(space=space, user=user).select_related("space").first()
    if membership is None:
        refuse(_("You are no longer a member of this space."))
    _end(Offer.objects.filter(pk=current.pk), State.ACCEPTED)
    _end(Offer.objects.filter(space=space, state=State.WAITING), State.LAPSED)
    return set_role(actor=user, membership=membership, role=Role.OWNER)


@transaction.atomic
def decline_offer(*, user: User, offer: Offer) -> None:
    """No reason is asked; the next is offered it at once."""
    space = lock_space(offer.space)
    _end(Offer.objects.filter(pk=_standing(user, offer).pk), State.DECLINED)
    if orphans().filter(pk=space.pk).exists():
        _fill(space, timezone.now())


def _standing(user: User, offer: Offer) -> Offer:
    current = Offer.objects.waiting().filter(pk=offer.pk, user=user).first()
    if current is None:
        refuse(_("This offer has ended."))
    return current


@transaction.atomic
def _offer(space_id: int) -> int:
    space = Space.objects.select_for_update(no_key=True).get(pk=space_id)
    if not orphans().filter(pk=space_id).exists():
        return 0
    return _fill(space, timezone.now())


def _fill(space: Space, now: datetime) -> int:
    """Have `AT_ONCE` people know, as far as there are any. The caller holds the space's row."""
    asked = Offer.objects.filter(space=space)
    _end(asked.filter(state=State.WAITING, expires_at__lte=now), State.LAPSED)
    free = AT_ONCE - asked.waiting(now).count()
    if free <= 0:
        return 0
    recently = asked.filter(offered_at__gt=now - LOOKING_BACK).values("user")
    chosen = _most_involved(space, now, Membership.objects.exclude(user__in=recently))[:free]
    for person in chosen:
        Offer.objects.create(space=space, user=person, offered_at=now, expires_at=now + OPEN_FOR)
        note(space, Kind.OWNER_OFFERED, person=person)
        record(SpaceOffered(space_id=space.pk, person_id=person.pk))
    return len(chosen)


def _most_involved(
    space: Space, now: datetime, others: QuerySet[Membership, Membership]
) -> list[User]:
    """Animators first, then who wrote most in six months; else who has been there longest."""
    here = others.filter(space=space, user__is_active=True).select_related("user")
    times = above.involvement_in(space, now - LOOKING_BACK)
    known = [*here.filter(role=Role.ANIMATOR), *here.filter(role=Role.MEMBER, user__in=times)]
    known.sort(key=lambda m: (m.role != Role.ANIMATOR, -times.get(m.user_id, 0), m.joined_at))
    if known:
        return [membership.user for membership in known]
    return [membership.user for membership in here.order_by("joined_at", "pk")[:AT_ONCE]]


def _end(offers: QuerySet[Offer, Offer], state: str) -> None:
    offers.update(state=state, answered_at=timezone.now())
