"""What an archive's ids became here, so that importing again adds nothing twice."""

from typing import ClassVar

from django.db import models
from django.utils import timezone


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
