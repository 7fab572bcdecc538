from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from apps.spaces.models import Space


class PostQuerySet(models.QuerySet["Post"]):
    def visible_to(self, user: Any) -> Self:
        """What was written in spaces this person reads, and not withdrawn since."""
        return self.filter(space__in=Space.objects.visible_to(user), withdrawn_at=None)

    def known(self, ids: Iterable[int]) -> Self:
        """Posts whose ids the caller has already read through `visible_to`."""
        return self.filter(pk__in=list(ids), withdrawn_at=None)

    def within(self, space: Any) -> Self:
        """Posts that stand in a space the caller reads (a space, its id, or an outer reference)."""
        return self.filter(space=space, withdrawn_at=None)

    def with_card(self) -> Self:
        """What showing a card needs."""
        return self.select_related("space__person", "author__profile__unit")

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-id")


class Post(models.Model):
    """What one person says in one space."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="posts")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posts"
    )
    title = models.CharField(max_length=200, blank=True)
    html = models.TextField()
    text = models.TextField(editable=False)
    published_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    pinned_at = models.DateTimeField(null=True)
    imported_at = models.DateTimeField(null=True)
    # Meant for everyone who reads here, not only for who follows.
    is_announcement = models.BooleanField(default=False)
    key = models.UUIDField(null=True, editable=False)
    comments_count = models.PositiveIntegerField(default=0, editable=False)
    reaction_counts = models.JSONField(default=dict, editable=False)
    # Changes with everything a card shows that is the same for every reader.
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["author", "key"], name="one_post_a_key")
        ]
        indexes: ClassVar = [
            models.Index(
                "space",
                models.F("published_at").desc(),
                models.F("id").desc(),
                name="post_by_space",
                condition=Q(withdrawn_at=None),
            ),
            models.Index(
                "author",
                models.F("published_at").desc(),
                models.F("id").desc(),
                name="post_by_author",
                condition=Q(withdrawn_at=None),
            ),
            models.Index(
                "space", name="post_pinned", condition=Q(withdrawn_at=None, pinned_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"post.{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("post", args=[self.pk])
