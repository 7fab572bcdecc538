from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from apps.files.models import StoredFile
from apps.posts.models.comment import Comment
from apps.posts.models.draft import Draft
from apps.posts.models.post import Post


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, user: Any) -> Self:
        """As visible as the words it stands with; without any, its uploader's alone."""
        if not (user.is_authenticated and user.is_active):
            return self.none()
        # Asked of each row: as lists, the posts of a whole company would be gathered first.
        posts = Post.objects.visible_to(user).filter(pk=OuterRef("post_id"))
        comments = Comment.objects.visible_to(user).standing().filter(pk=OuterRef("comment_id"))
        own = Q(post=None, comment=None, file__uploader=user)
        return self.filter(own | Q(Exists(posts)) | Q(Exists(comments)))

    def in_readable_spaces(self, user: Any) -> Self:
        """Of published words, without what one reads as a guest: for every list."""
        if not (user.is_authenticated and user.is_active):
            return self.none()
        readable = Post.objects.in_readable_spaces(user)
        posts = readable.filter(pk=OuterRef("post_id"))
        standing = Comment.objects.filter(pk=OuterRef("comment_id"), withdrawn_at=None)
        comments = standing.filter(Exists(readable.filter(pk=OuterRef("post_id"))))
        return self.filter(Q(Exists(posts)) | Q(Exists(comments)))

    def under(self, post_ids: Iterable[int]) -> Self:
        """Of posts that the caller has already loaded through `visible_to`; not of comments."""
        return self.filter(post__in=list(post_ids))

    def under_comments(self, comment_ids: Iterable[int]) -> Self:
        """Of comments that the caller has already loaded through `visible_to`."""
        return self.filter(comment__in=list(comment_ids))

    def loose(self) -> Self:
        """Those that stand with no words, not even with a draft's."""
        return self.filter(post=None, comment=None, draft=None)

    def said(self) -> Self:
        """Those that stand with published words."""
        return self.exclude(post=None, comment=None)

    def forgotten(self, *, loose: datetime, withdrawn: datetime) -> Self:
        """Those whose time is over: loose since before, or whose words were withdrawn before."""
        unused = Q(post=None, comment=None, draft=None, loose_since__lt=loose)
        gone = Q(post__withdrawn_at__lt=withdrawn) | Q(comment__withdrawn_at__lt=withdrawn)
        return self.filter(unused | gone | Q(comment__post__withdrawn_at__lt=withdrawn))

    def with_file(self) -> Self:
        return self.select_related("file").prefetch_related("file__renditions")

    def in_order(self) -> Self:
        return self.order_by("position", "id")

    def by_post(self, post_ids: Iterable[int]) -> dict[int, list["Attachment"]]:
        """Of posts that the caller has already loaded through `visible_to`. Two queries."""
        return _grouped(self.under(post_ids).with_file().in_order(), "post_id")

    def by_comment(self, comment_ids: Iterable[int]) -> dict[int, list["Attachment"]]:
        """Of comments that the caller has already loaded through `visible_to`. Two queries."""
        return _grouped(self.under_comments(comment_ids).with_file().in_order(), "comment_id")


def _grouped(attachments: Iterable["Attachment"], by: str) -> dict[int, list["Attachment"]]:
    grouped: defaultdict[int, list[Attachment]] = defaultdict(list)
    for attachment in attachments:
        grouped[getattr(attachment, by)].append(attachment)
    return dict(grouped)


class Attachment(models.Model):
    """A file that stands with the words of a post, a comment or a draft, or waits for words.

    `alt` says what a picture shows to who does not see it.
    """

    file = models.OneToOneField(StoredFile, on_delete=models.CASCADE, related_name="attachment")
    post = models.ForeignKey(Post, null=True, on_delete=models.CASCADE, related_name="attachments")
    comment = models.ForeignKey(
        Comment, null=True, on_delete=models.CASCADE, related_name="attachments"
    )
    # Thrown away, a draft lets go of its files; they wait for a day like any other.
    draft = models.ForeignKey(
        Draft, null=True, on_delete=models.SET_NULL, related_name="attachments"
    )
    position = models.PositiveSmallIntegerField(default=0)
    alt = models.CharField(max_length=500, blank=True)
    loose_since = models.DateTimeField(default=timezone.now)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(
                    Q(post=None, comment=None)
                    | Q(post=None, draft=None)
                    | Q(comment=None, draft=None)
                ),
                name="attached_once",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["loose_since"],
                name="attachment_loose",
                condition=Q(post=None, comment=None, draft=None),
            )
        ]

    def __str__(self) -> str:
        return f"attachment.{self.pk}"

    def get_absolute_url(self) -> str:
        """Needs `file` loaded."""
        return reverse("file", args=[self.file.uuid])
