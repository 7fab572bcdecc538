"""django-guardian's rows on a space, in tables with a real foreign key and its index.

Only `spaces/grants.py` writes here: rows are the projection of roles, plus explicit exceptions.
"""

from typing import ClassVar

from django.db import models
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
