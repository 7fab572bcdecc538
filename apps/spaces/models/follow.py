from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from apps.spaces.models.space import Space


class FollowQuerySet(models.QuerySet["Follow"]):
    def visible_to(self, user: Any) -> Self:
        """What one follows is one's own business."""
        return self.filter(user=user, space__in=Space.objects.visible_to(user))


class Follow(models.Model):
    """A readable space, or a person's page, that someone wants in their feed without belonging."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="follows")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows"
    )
    followed_at = models.DateTimeField(default=timezone.now)

    objects = FollowQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "space"], name="one_follow")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} → {self.space_id}"
