from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.spaces.models.grant import SpaceGrant


class ExclusionQuerySet(models.QuerySet["Exclusion"]):
    def in_force(self, at: datetime | None = None) -> Self:
        # The database's clock: part of queries that are translated once and asked for days.
        return self.filter(Q(until=None) | Q(until__gt=at or Now()), ended_at=None)

    def visible_to(self, user: Any) -> Self:
        """The excluded person's own, and those of the spaces whose members one manages."""
        if not (user.is_authenticated and user.is_active):
            return self.none()
        held = SpaceGrant.objects.filter(user=user, permission__codename="manage_members")
        return self.filter(Q(user=user) | Q(space__in=held.values("content_object")))

    def with_people(self) -> Self:
        return self.select_related("user__profile__unit", "excluded_by__profile__unit")


class Exclusion(models.Model):
    """Someone may not take part in a space for a time, is told why, and may appeal once."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="exclusions")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="exclusions"
    )
    # The name of the space as the person knew it: they are told no other.
    known_as = models.CharField(max_length=120)
    excluded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(_("reason"), max_length=2000)
    excluded_at = models.DateTimeField(default=timezone.now)
    # Without an end it lasts until somebody ends it.
    until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    appeal = models.TextField(_("appeal"), max_length=2000, blank=True)
    appealed_at = models.DateTimeField(null=True)
    appeal_answer = models.TextField(_("answer"), max_length=2000, blank=True)
    appeal_decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    appeal_decided_at = models.DateTimeField(null=True)

    objects = ExclusionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "space"], condition=Q(ended_at=None), name="one_exclusion"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["space", "-excluded_at"], name="exclusion_by_space")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} out of {self.space_id}"

    @property
    def is_over(self) -> bool:
        return self.ended_at is not None or (
            self.until is not None and self.until <= timezone.now()
        )
