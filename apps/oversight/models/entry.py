from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from apps.core.deeds import DeedKind


class EntryQuerySet(models.QuerySet["AdministrationEntry"]):
    def visible_to(self, user: Any) -> Self:
        """What administrators did is read by administrators."""
        may_read = user.is_authenticated and user.is_active and user.is_staff
        return self.all() if may_read else self.none()

    def with_people(self) -> Self:
        return self.select_related("actor__profile__unit", "person__profile__unit")


class AdministrationEntry(models.Model):
    """One act of an administrator. Append-only: a trigger in Postgres refuses anything else.

    `detail` holds ids, enums and names of units; never what people wrote, nor a mailbox.
    """

    kind = models.CharField(max_length=30, choices=DeedKind.choices)
    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    detail = models.JSONField(default=dict)

    objects = EntryQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(models.F("at").desc(), models.F("id").desc(), name="administration_log")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.actor_id}"
