"""django-guardian's rows on a space, in tables with a real foreign key and its index.

Only `spaces/grants.py` writes here: rows are the projection of roles, plus explicit exceptions.
"""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase


class SpaceGrant(UserObjectPermissionBase):
    """One permission of one person on one space."""

    content_object = models.ForeignKey(
        "spaces.Space", on_delete=models.CASCADE, related_name="grants"
    )

    class Meta(UserObjectPermissionBase.Meta):
        indexes: ClassVar = [
            models.Index(fields=["content_object", "permission", "user"], name="grant_by_space")
        ]


class SpaceUnitGrant(GroupObjectPermissionBase):
    """One permission of a whole unit on one space: one row for a thousand people."""

    content_object = models.ForeignKey(
        "spaces.Space", on_delete=models.CASCADE, related_name="unit_grants"
    )

    class Meta(GroupObjectPermissionBase.Meta):
        indexes: ClassVar = [
            models.Index(
                fields=["content_object", "permission", "group"], name="unit_grant_by_space"
            )
        ]


def spaces_where(user: Any, codename: str, space: str = "pk") -> Q:
    """Holds for rows whose `space` (a lookup) granted `codename` to this person or their unit."""
    persons = SpaceGrant.objects.filter(user=user, permission__codename=codename)
    units = SpaceUnitGrant.objects.filter(group__user=user, permission__codename=codename)
    return Q((f"{space}__in", persons.values("content_object"))) | Q(
        (f"{space}__in", units.values("content_object"))
    )
