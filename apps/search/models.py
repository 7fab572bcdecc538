"""The index of what people say. What is shown is read from the live rows, never from here."""

from typing import Any, ClassVar, Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from apps.posts.models import Comment, Post


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    def visible_to(self, user: Any) -> Self:
        """Entries of what this person reads now, and what was not withdrawn since."""
        standing = Q(comment=None) | Q(comment__withdrawn_at=None)
        return self.filter(standing, post__in=Post.objects.in_readable_spaces(user))


class SearchEntry(models.Model):
    """A post, or a comment of it, as it is found.

    `vector` holds the stems of its words, its topics, and tokens that no word can be (tokens.py):
    what it is, who wrote it, where, who may read there, and when. One index answers for all of it.
    """

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+", db_index=False)
    comment = models.ForeignKey(Comment, null=True, on_delete=models.CASCADE, related_name="+")
    said_at = models.DateTimeField()
    language = models.CharField(max_length=2)
    vector = SearchVectorField()

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["post", "comment"], name="one_entry_a_text", nulls_distinct=False
            )
        ]
        indexes: ClassVar = [
            # Without a pending list, which every search would have to read through.
            GinIndex(fields=["vector"], name="entry_vector", fastupdate=False),
            models.Index(fields=["said_at", "id"], name="entry_by_date"),
        ]

    def __str__(self) -> str:
        return f"comment.{self.comment_id}" if self.comment_id else f"post.{self.post_id}"


class SearchWord(models.Model):
    """A word somebody wrote, to finish words that are being typed. Never shown to anybody.

    `seen` is about how often: a word is counted one time in `SAMPLE`, and then for that many.
    """

    word = models.CharField(max_length=64, primary_key=True, db_collation="C")
    seen = models.PositiveIntegerField(default=1)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                models.functions.Left("word", 2), models.F("seen").desc(), name="word_by_start"
            )
        ]

    def __str__(self) -> str:
        return self.word
