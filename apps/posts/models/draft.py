from datetime import datetime
from typing import Any, ClassVar, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from apps.spaces.models import Space


class DraftQuerySet(models.QuerySet["Draft"]):
    def visible_to(self, user: Any) -> Self:
        """A draft is its author's alone, wherever it is meant to go."""
        if not (user.is_authenticated and user.is_active):
            return self.none()
        return self.filter(author=user)

    def due(self, at: datetime) -> Self:
        """Those whose time has come, of people who are still here, oldest first."""
        waiting = self.filter(publish_at__lte=at, author__is_active=True)
        return waiting.order_by("publish_at", "id")

    def soonest_first(self) -> Self:
        """Those that wait for their time, then those without one, the last written first."""
        return self.order_by(F("publish_at").asc(nulls_last=True), "-changed_at", "-id")


class Draft(models.Model):
    """Words kept for later, by their author alone; with a time, they publish themselves then.

    `key` is that of the form it came from and of the post it becomes. `refusal` says, in its
    author's language, why it could not be published when its time came; it has no time then.
    """

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts"
    )
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="drafts")
    title = models.CharField(max_length=200, blank=True)
    html = models.TextField()
    text = models.TextField(editable=False)
    is_announcement = models.BooleanField(default=False)
    publish_at = models.DateTimeField(null=True)
    refusal = models.TextField(blank=True)
    key = models.UUIDField(default=uuid4, editable=False)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["author", "key"], name="one_draft_a_key")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["publish_at", "id"],
                name="draft_due",
                condition=models.Q(publish_at__isnull=False),
            ),
            models.Index(fields=["author", "publish_at"], name="draft_by_author"),
        ]

    def __str__(self) -> str:
        return f"draft.{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("draft", args=[self.pk])
