"""What was sent, as it is kept. Who may have it is decided by what it is attached to, above."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar, Self
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.files.types import Family


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    def known(self, ids: Iterable[int]) -> Self:
        """Files whose ids the caller has already read through what they are attached to."""
        return self.filter(pk__in=list(ids))

    def unsettled(self, before: datetime) -> Self:
        """Those that arrived before and still wait to be checked, the oldest first."""
        waiting = self.filter(state=StoredFile.State.SCANNING, created_at__lt=before)
        return waiting.order_by("created_at", "id")


class StoredFile(models.Model):
    """One file that somebody sent; nobody changes what is in it.

    `stored_as` is the name of its bytes in the storage, `size` and `sha256` are theirs. A picture
    is kept as it was made anew, without what the camera wrote into it: these change once, when it
    becomes ready, and `width` and `height` are then in pixels as shown.
    """

    class State(models.TextChoices):
        UPLOADING = "uploading"
        SCANNING = "scanning"
        READY = "ready"
        REFUSED = "refused"

    class Refusal(models.TextChoices):
        INFECTED = "infected", _("The malware scanner found something harmful in this file.")
        UNREADABLE = "unreadable", _("This picture is damaged: it could not be read.")
        UNSCANNABLE = "unscannable", _("The malware scanner could not read this file.")

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    uploader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="files"
    )
    name = models.CharField(max_length=200)
    mime = models.CharField(max_length=100)
    family = models.CharField(max_length=10, choices=Family.choices)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.UPLOADING)
    refusal = models.CharField(max_length=12, choices=Refusal.choices, blank=True)
    stored_as = models.CharField(max_length=200, editable=False)
    key = models.UUIDField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    searchable = SearchVectorField(null=True, editable=False)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["uploader", "key"], name="one_file_a_key")
        ]
        indexes: ClassVar = [
            GinIndex(fields=["searchable"], name="file_searchable"),
            models.Index(
                fields=["created_at", "id"],
                name="file_unsettled",
                condition=~models.Q(state="ready"),
            ),
        ]

    def __str__(self) -> str:
        return f"file.{self.pk}"

    @property
    def folder(self) -> str:
        """Where its bytes and those of its renditions are, in the storage."""
        return f"files/{self.uuid.hex[:2]}/{self.uuid}"


class Rendition(models.Model):
    """A picture in another width and format."""

    class Format(models.TextChoices):
        AVIF = "avif"
        WEBP = "webp"

    file = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="renditions")
    width = models.PositiveIntegerField()
    format = models.CharField(max_length=4, choices=Format.choices)
    size = models.PositiveBigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["file", "width", "format"], name="one_rendition_a_width_and_format"
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_id} {self.width}.{self.format}"

    @property
    def stored_as(self) -> str:
        """Needs `file` loaded."""
        return f"{self.file.folder}/{self.width}.{self.format}"

    @property
    def mime(self) -> str:
        return f"image/{self.format}"
