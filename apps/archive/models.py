"""What an archive's ids became here, so that importing again adds nothing twice."""

from typing import Any, ClassVar, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.spaces.models import Space
from apps.spaces.models.granted import spaces_where


class ImportedItem(models.Model):
    archive = models.CharField(max_length=64)
    kind = models.CharField(max_length=12)
    external_id = models.CharField(max_length=200)
    object_id = models.BigIntegerField()
    imported_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["archive", "kind", "external_id"], name="one_imported_item"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.external_id}"


class SpaceExportQuerySet(models.QuerySet["SpaceExport"]):
    def visible_to(self, user: Any) -> Self:
        """One's own, as long as one owns the space."""
        if not (user.is_authenticated and user.is_active):
            return self.none()
        return self.filter(spaces_where(user, "delete_space", "space"), asked_by=user)

    def under_way(self) -> Self:
        return self.filter(state__in=[SpaceExport.State.WAITING, SpaceExport.State.RUNNING])


class SpaceExport(models.Model):
    """A copy of a space that an owner asked for: written by the queue, kept for a few days."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Being written")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="exports")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="exports"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    expires_at = models.DateTimeField(null=True)
    size = models.PositiveBigIntegerField(default=0)
    stored_as = models.CharField(max_length=200, blank=True)

    objects = SpaceExportQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["space", "asked_by"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="one_export_under_way",
            )
        ]

    def __str__(self) -> str:
        return f"export of {self.space_id} {self.state}"
