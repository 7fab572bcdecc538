"""What is asked about one person before an act."""

from allauth.usersessions.models import UserSession
from django.db.models import Exists, OuterRef

from apps.profiles.models import User
from apps.spaces.models import Membership, Space, SpaceQuerySet


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
