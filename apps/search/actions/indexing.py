"""Bringing entries up to what the live rows say now, whatever was said before. Idempotent."""

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from apps.posts.models import Comment, Post
from apps.search import reading, vectors
from apps.search.models import SearchEntry
from apps.search.vectors import Indexed, Text
from apps.search.writing import remember_words, upsert

BATCH = 500
POSTS, COMMENTS = 7_301, 7_302


@transaction.atomic
def index_posts(post_ids: Collection[int]) -> None:
    """These posts are found by their words of now; those that were withdrawn are not found."""
    _one_at_a_time(POSTS, post_ids)
    entries = _index(reading.post_texts(Q(pk__in=post_ids)))
    gone = set(post_ids) - {entry.text.post_id for entry in entries}
    # Nobody reads what was answered to a withdrawn post.
    SearchEntry.objects.filter(post__in=gone).delete()


@transaction.atomic
def index_comments(comment_ids: Collection[int]) -> None:
    """The same of comments."""
    _one_at_a_time(COMMENTS, comment_ids)
    entries = _index(reading.comment_texts(Q(pk__in=comment_ids)))
    gone = set(comment_ids) - {entry.text.comment_id for entry in entries}
    SearchEntry.objects.filter(comment__in=gone).delete()


@transaction.atomic
def index_new(post_ids: Collection[int], comment_ids: Collection[int]) -> None:
    """Any number of texts that were written in this transaction, and that nobody else knows."""
    _index(reading.post_texts(Q(pk__in=post_ids)))
    _index(reading.comment_texts(Q(pk__in=comment_ids)))


def index_missing(newest: int = 2_000) -> int:
    """Of the newest posts and comments those that no entry stands for; returns how many.

    What a queue lost, or what was there before there was an index.
    """
    posts = _missing(Post, newest, SearchEntry.objects.filter(post=OuterRef("pk"), comment=None))
    comments = _missing(Comment, newest, SearchEntry.objects.filter(comment=OuterRef("pk")))
    for post_ids in _batches(posts):
        index_posts(post_ids)
    for comment_ids in _batches(comments):
        index_comments(comment_ids)
    return len(posts) + len(comments)


def index_space(space_id: int) -> None:
    """Everything said in this space, some at a time."""
    posts = Post.objects.filter(space=space_id).order_by("-pk").values_list("pk", flat=True)
    for post_ids in _batches(posts):
        index_posts(post_ids)
        comments = Comment.objects.filter(post__in=post_ids).values_list("pk", flat=True)
        for comment_ids in _batches(comments):
            index_comments(comment_ids)


def _index(texts: list[Text]) -> list[Indexed]:
    entries = vectors.index(texts)
    upsert(entries)
    remember_words(entries)
    return entries


def _missing(kind: type[Any], newest: int, entries: QuerySet[SearchEntry]) -> list[int]:
    latest = kind.objects.order_by("-pk").values("pk")[:newest]
    lost = kind.objects.filter(pk__in=latest, withdrawn_at=None).exclude(Exists(entries))
    if kind is Comment:
        lost = lost.filter(post__withdrawn_at=None)
    return list(lost.values_list("pk", flat=True))


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    iterator = iter(ids)
    while batch := list(islice(iterator, BATCH)):
        yield batch


def _one_at_a_time(kind: int, ids: Collection[int]) -> None:
    """Who comes second reads what the first one's rows have become: the newest words win."""
    with connection.cursor() as db:
        db.execute(
            "SELECT count(pg_advisory_xact_lock(%s, id)) "
            "FROM (SELECT hashint8(id) id FROM unnest(%s::bigint[]) id ORDER BY 1) ids",
            [kind, list(ids)],
        )
