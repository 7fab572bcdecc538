from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from apps.spaces.models.granted import spaces_where
from apps.spaces.models.role import Role
from apps.spaces.models.space import Space

ANIMATING = (Role.ANIMATOR, Role.OWNER)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def visible_to(self, user: Any) -> Self:
        """Who belongs to a space is known to those who read it, or to fewer where it says so."""
        if not (user.is_authenticated and user.is_active):
            return self.none()
        is_shown = ~Q(space__grid__has_key="view_members")
        granted = spaces_where(user, "view_members", "space")
        return self.filter(
            is_shown | granted | Q(user=user),
            space__in=Space.objects.visible_to(user),
            user__is_active=True,
        )

    def animating(self, user: Any) -> Self:
        """Who animates a space is known to those who may know its name: one asks them to enter."""
        return self._near(user, Q(role__in=ANIMATING))

    def animating_and_own(self, user: Any) -> Self:
        """Those who animate spaces whose name this person may know, and what they are there."""
        return self._near(user, Q(role__in=ANIMATING) | Q(user=user))

    def _near(self, user: Any, whom: Q) -> Self:
        return self.filter(whom, space__in=Space.objects.listed_to(user), user__is_active=True)

    def with_person(self) -> Self:
        return self.select_related("user__profile__unit", "user__profile__site")


class Membership(models.Model):
    """The social fact of belonging: a role, since when. What it allows is projected into grants.

    `is_counted`: in its space's `members_count`, as members are who have not left the
    organisation; it follows their departure and return by a moment, and changes with the count.
    """

    Role = Role

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.MEMBER)
    joined_at = models.DateTimeField(default=timezone.now)
    is_counted = models.BooleanField(default=True, db_default=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "space"], name="one_membership")
        ]
        indexes: ClassVar = [models.Index(fields=["space", "role", "user"], name="members_by_role")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.space_id}"
