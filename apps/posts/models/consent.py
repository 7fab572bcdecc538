from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from apps.posts.models.post import Post


class ConsentQuerySet(models.QuerySet["Consent"]):
    def visible_to(self, user: Any) -> Self:
        """Whoever reads a conversation may know who agreed to open it."""
        return self.filter(post__in=Post.objects.in_readable_spaces(user))

    def under(self, post_ids: Iterable[int]) -> Self:
        """Consents to open posts that the caller has already loaded through `visible_to`."""
        return self.filter(post__in=list(post_ids))


class Consent(models.Model):
    """Someone who wrote in a conversation of before an opening agrees that everybody reads it."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="consents")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="consents"
    )
    agreed_at = models.DateTimeField(default=timezone.now)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["post", "person"], name="one_consent")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} opens post.{self.post_id}"
