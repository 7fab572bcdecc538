from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils import timezone

from apps.posts.models.post import Post


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, user: Any) -> Self:
        """Under posts this person reads; a withdrawn comment leaves only its place."""
        return self.filter(post__in=Post.objects.visible_to(user))

    def in_readable_spaces(self, user: Any) -> Self:
        """Without what one reads as a guest: for whatever names the space, and for every list."""
        return self.filter(post__in=Post.objects.in_readable_spaces(user))

    def under(self, post_ids: Iterable[int]) -> Self:
        """Comments of posts that the caller has already loaded through `visible_to`."""
        return self.filter(post__in=list(post_ids))

    def last_under(self, post_ids: Iterable[int], *, each: int = 2) -> dict[int, list["Comment"]]:
        """The newest standing comments of each post, oldest of them first. One query."""
        newest = [F("published_at").desc(), F("id").desc()]
        rank = Window(RowNumber(), partition_by="post_id", order_by=newest)
        latest = self.under(post_ids).standing().annotate(rank=rank).filter(rank__lte=each)
        grouped: dict[int, list[Comment]] = {}
        for comment in latest.with_author().oldest_first():
            grouped.setdefault(comment.post_id, []).append(comment)
        return grouped

    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)

    def with_author(self) -> Self:
        return self.select_related("author__profile__unit")

    def oldest_first(self) -> Self:
        return self.order_by("published_at", "id")


class Comment(models.Model):
    """An answer to a post, or to another comment of it: one level, no deeper."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="comments")
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="replies")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="comments"
    )
    html = models.TextField()
    text = models.TextField(editable=False)
    published_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    imported_at = models.DateTimeField(null=True)
    key = models.UUIDField(null=True, editable=False)
    reaction_counts = models.JSONField(default=dict, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["author", "key"], name="one_comment_a_key")
        ]
        indexes: ClassVar = [
            models.Index(fields=["post", "published_at", "id"], name="comment_by_post"),
            models.Index(fields=["parent", "published_at", "id"], name="comment_by_parent"),
            models.Index(fields=["author", "published_at"], name="comment_by_author"),
        ]

    def __str__(self) -> str:
        return f"comment.{self.pk}"

    def get_absolute_url(self) -> str:
        return f"{reverse('post', args=[self.post_id])}#comment-{self.pk}"
