"""The index made anew beside the one in use, which answers until the new one takes its place."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, Q
from django.utils import timezone

from apps.posts.models import Comment, Post
from apps.search import beside, reading, vectors
from apps.search.models import SearchEntry
from apps.search.writing import copy, count_words, replace_words, upsert

CHUNK = 5_000
# Clocks differ a little, and transactions last a little.
MARGIN = timedelta(minutes=10)

# What is being done, how much of it, of how much.
OnProgress = Callable[[str, int, int], None]


class RebuildUnderWay(Exception):
    """Another process is rebuilding the index."""


def rebuild(*, on_progress: OnProgress = lambda what, done, total: None) -> int:
    """Make the index anew from the live rows; returns the number of texts in it.

    People search meanwhile, and what they write meanwhile is in it. Raises `RebuildUnderWay`.
    """
    with _alone():
        begun = timezone.now()
        last = {kind: _last(kind) for kind in (Post, Comment)}
        beside.create()
        words: Counter[str] = Counter()
        for kind in (Post, Comment):
            _fill(kind, last[kind], words, on_progress)
        beside.add_indexes(lambda done, total: on_progress("Indexes", done, total))
        _catch_up(last, begun - MARGIN)
        with transaction.atomic():
            beside.hold()
            _catch_up(last, begun - MARGIN)
            replace_words(words)
            beside.take_the_place()
        beside.learn()
        return SearchEntry.objects.count()


def _last(kind: type[Any]) -> int:
    return kind.objects.aggregate(last=Max("pk"))["last"] or 0


def _fill(kind: type[Any], last: int, words: Counter[str], on_progress: OnProgress) -> None:
    read = reading.post_texts if kind is Post else reading.comment_texts
    name = str(kind._meta.verbose_name_plural).capitalize()
    for start in range(0, last, CHUNK):
        entries = vectors.index(read(Q(pk__gt=start, pk__lte=start + CHUNK) & Q(pk__lte=last)))
        copy(entries, beside.TABLE)
        count_words(words, entries)
        on_progress(name, min(start + CHUNK, last), last)


def _catch_up(last: dict[type[Any], int], since: datetime) -> None:
    """What was written, edited or withdrawn since the filling began."""
    changed = Q(edited_at__gte=since) | Q(withdrawn_at__gte=since)
    for kind, read, column in (
        (Post, reading.post_texts, "post_id"),
        (Comment, reading.comment_texts, "comment_id"),
    ):
        which = Q(pk__gt=last[kind]) | changed
        ids = list(kind.objects.filter(which).values_list("pk", flat=True))
        entries = vectors.index(read(Q(pk__in=ids)))
        upsert(entries, beside.TABLE)
        standing = {getattr(entry.text, column) for entry in entries}
        beside.forget(column, [pk for pk in ids if pk not in standing])


@contextmanager
def _alone() -> Iterator[None]:
    with connection.cursor() as db:
        db.execute("SELECT pg_try_advisory_lock(hashtext('rebuild_search'))")
        if not db.fetchone()[0]:
            raise RebuildUnderWay
        try:
            yield
        finally:
            if connection.is_usable():
                db.execute("SELECT pg_advisory_unlock(hashtext('rebuild_search'))")
