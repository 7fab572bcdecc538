from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from apps.posts.models.comment import Comment
from apps.posts.models.post import Post


class MentionQuerySet(models.QuerySet["Mention"]):
    def visible_to(self, user: Any) -> Self:
        """A mention is as visible as the words it stands in."""
        withdrawn = Q(comment__withdrawn_at__isnull=False)
        return self.filter(post__in=Post.objects.visible_to(user)).exclude(withdrawn).standing()

    def standing(self) -> Self:
        """Those that are in the words now, and not only in an earlier form of them."""
        return self.filter(removed_at=None)


class Mention(models.Model):
    """A person named in a post, or in one of its comments.

    The row outlives the name's removal from the words, so that nobody is told twice of the same.
    """

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="mentions")
    comment = models.ForeignKey(
        Comment, null=True, on_delete=models.CASCADE, related_name="mentions"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mentions"
    )
    mentioned_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True)

    objects = MentionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["post", "comment", "person"],
                nulls_distinct=False,
                name="one_mention_a_text",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "mentioned_at"], name="mention_by_person")
        ]

    def __str__(self) -> str:
        return f"mention.{self.pk}"
