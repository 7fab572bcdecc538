"""What is asked about one person before an act, and about spaces without an owner."""

from collections.abc import Iterable

from allauth.usersessions.models import UserSession
from django.db.models import Count, Exists, OuterRef

from apps.profiles.models import User
from apps.spaces.models import Membership, Offer, Space, SpaceQuerySet


def open_sessions(person: User) -> int:
    """On how many devices or browsers somebody is signed in."""
    return UserSession.objects.filter(user=person).count()


def owned_alone(person: User) -> list[str]:
    """Names of the spaces, none of them confidential, that nobody else owns."""
    owning = Membership.objects.filter(space=OuterRef("pk"), role=Membership.Role.OWNER)
    others = owning.filter(user__is_active=True).exclude(user=person)
    mine = Space.objects.communities().current().exclude(kind=Space.Kind.CONFIDENTIAL)
    alone = mine.filter(Exists(owning.filter(user=person)), ~Exists(others))
    return list(alone.by_name().values_list("name", flat=True))


def ownerless() -> SpaceQuerySet:
    """Spaces in use, none of them confidential, whose last owner is gone."""
    owners = Membership.objects.filter(
        space=OuterRef("pk"), role=Membership.Role.OWNER, user__is_active=True
    )
    known = Space.objects.communities().current().exclude(kind=Space.Kind.CONFIDENTIAL)
    return known.filter(~Exists(owners)).by_name()


def offers_waiting(space_ids: Iterable[int]) -> dict[int, int]:
    """To how many members each of these spaces is offered, by id. One query."""
    waiting = Offer.objects.waiting().filter(space__in=list(space_ids)).order_by()
    return dict(waiting.values_list("space").annotate(count=Count("pk")))
