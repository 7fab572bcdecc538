from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from apps.spaces.models.exclusion import Exclusion
from apps.spaces.models.space import Space


class CircleQuerySet(models.QuerySet["Circle"]):
    def around(self, user: Any) -> Self:
        """Those this person belongs to, by name or by their unit."""
        people = CirclePerson.objects.filter(user=user)
        units = CircleUnit.objects.filter(group__user=user)
        # Kept out of the space, one reads nothing by a unit that did read there.
        out = Exclusion.objects.in_force().filter(user=user)
        inside = Q(pk__in=people.values("circle")) | Q(pk__in=units.values("circle"))
        return self.filter(inside, ~Q(space__in=out.values("space")))


class Circle(models.Model):
    """Those who read a space when it was opened: what was said before stays theirs.

    Whoever stops belonging to the space leaves its circles; nobody ever enters one by name, only
    with a unit that is in it.
    """

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="circles")
    made_at = models.DateTimeField(default=timezone.now)
    former_kind = models.CharField(max_length=20, choices=Space.Kind.choices)

    objects = CircleQuerySet.as_manager()

    def __str__(self) -> str:
        return f"circle.{self.pk}"


class CirclePerson(models.Model):
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="people")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="circles"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "circle"], name="once_in_a_circle")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.circle_id}"


class CircleUnit(models.Model):
    """A unit of the directory in the circle: who joins or leaves the unit follows."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="units")
    group = models.ForeignKey("auth.Group", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["group", "circle"], name="unit_once_in_a_circle")
        ]

    def __str__(self) -> str:
        return f"{self.group_id} in {self.circle_id}"
