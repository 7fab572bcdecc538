from apps.spaces.models.follow import Follow
from apps.spaces.models.grant import SpaceGrant, SpaceUnitGrant
from apps.spaces.models.membership import Membership
from apps.spaces.models.space import Space, SpaceQuerySet

__all__ = ["Follow", "Membership", "Space", "SpaceGrant", "SpaceQuerySet", "SpaceUnitGrant"]
