from apps.spaces.models.circle import Circle, CirclePerson, CircleUnit
from apps.spaces.models.exclusion import Exclusion
from apps.spaces.models.follow import Follow
from apps.spaces.models.grant import SpaceGrant, SpaceUnitGrant
from apps.spaces.models.invitation import Invitation, JoinRequest
from apps.spaces.models.journal import JournalEntry
from apps.spaces.models.membership import ANIMATING, Membership
from apps.spaces.models.offer import Offer
from apps.spaces.models.space import Space, SpaceQuerySet

__all__ = [
    "ANIMATING",
    "Circle",
    "CirclePerson",
    "CircleUnit",
    "Exclusion",
    "Follow",
    "Invitation",
    "JoinRequest",
    "JournalEntry",
    "Membership",
    "Offer",
    "Space",
    "SpaceGrant",
    "SpaceQuerySet",
    "SpaceUnitGrant",
]
