"""How far a person has read, space by space. It serves that person and nobody else."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models

from apps.spaces.models import Space


class SeenMarkerQuerySet(models.QuerySet["SeenMarker"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(user=user, space__in=Space.objects.visible_to(user))


class SeenMarker(models.Model):
    """`user` knows what `space` held at `seen_at`: one cursor, no list of what was read."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    objects = SeenMarkerQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "space"], name="one_seen_marker")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.space_id} {self.seen_at}"


class NewestPost(models.Model):
    """When something was last written in `space`, or was thought to be: a bound, not a fact.

    No post of the space is newer; the newest may be older, withdrawn, or kept from this reader.
    Feeds look here to know which of many spaces they need not read. A space without a row has no
    post. Only Postgres writes it, with the post itself (migration 0002): no writer can forget it.
    """

    space = models.OneToOneField(
        Space, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    published_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.space_id} {self.published_at}"
