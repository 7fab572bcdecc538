"""Where a feed reads from, and its newest posts whatever the total number of posts.

A feed over many spaces takes the newest few of each space from an index (LATERAL) and keeps the
newest of those; its cost depends on the number of spaces, never on the number of posts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery

from apps.core.among import Among
from apps.core.pagination import Page, decode_cursor, encode_cursor
from apps.core.prepared import Prepared
from apps.feed.models import SeenMarker
from apps.posts.presenters import CardRef
from apps.profiles.models import User
from apps.spaces.models import Follow, Membership, Space

PAGE_SIZE = 20

# Only index columns inside LATERAL, so that each space costs one range of an index.
NEWEST = """
    WITH source (id, version, seen_at) AS ({source}),
    latest AS (
        SELECT top.id, source.version AS space_version, source.seen_at
        FROM source CROSS JOIN LATERAL (
            SELECT post.id, post.published_at FROM posts_post post
            WHERE post.space_id = source.id AND post.withdrawn_at IS NULL {bound}
            ORDER BY post.published_at DESC, post.id DESC LIMIT %s
        ) top
        ORDER BY top.published_at DESC, top.id DESC LIMIT %s
    )
    SELECT post.id, post.version, post.author_id, post.space_id, latest.space_version,
           post.published_at, post.published_at > latest.seen_at
    FROM latest JOIN posts_post post ON post.id = latest.id
    ORDER BY post.published_at DESC, post.id DESC
"""


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A post of a feed; `is_unread` when it came after the reader last looked into its space."""

    ref: CardRef
    published_at: datetime
    is_unread: bool


def home_spaces(user: Any) -> QuerySet[Space]:
    """The spaces one belongs to, the whole company and what one follows, where one may read."""
    chosen = Membership.objects.filter(user=user).values_list("space_id")
    followed = Follow.objects.filter(user=user).values_list("space_id")
    everyone = Space.objects.whole_company().values_list("pk")
    return Space.objects.visible_to(user).filter(Among(chosen.union(followed, everyone)))


def newest_at_home(user: Any, *, cursor: str = "") -> Page[FeedRow]:
    """The newest posts of one's home after `cursor`, in one query.

    Raises `Http404` for a cursor that is not ours.
    """
    if not user.is_active:
        return Page([])
    return _newest(user, HOME.sql(user), cursor)


def newest_in(user: Any, space: Space, *, cursor: str = "") -> Page[FeedRow]:
    """The newest posts of one space, if this person reads it; otherwise like `newest_at_home`."""
    here = Space.objects.visible_to(user).filter(pk=space.pk)
    return _newest(user, _source(here, user).query.sql_with_params(), cursor)


def _source(spaces: QuerySet[Space], user: Any) -> Any:
    """What NEWEST needs of each space: id, version, and when this person last looked in."""
    seen = SeenMarker.objects.filter(user=user, space=OuterRef("pk")).values("seen_at")
    return spaces.order_by().annotate(seen_at=Subquery(seen)).values("id", "version", "seen_at")


HOME: Prepared[Space] = Prepared(
    lambda person: _source(home_spaces(person), person), lambda pk: User(pk=pk)
)


def _newest(user: Any, source: tuple[str, Sequence[Any]], cursor: str) -> Page[FeedRow]:
    bound = "AND (post.published_at, post.id) < (%s, %s)" if cursor else ""
    bound_params = decode_cursor(cursor, datetime, int) if cursor else ()
    statement, params = source
    with connection.cursor() as db:
        db.execute(
            NEWEST.format(source=statement, bound=bound),
            [*params, *bound_params, PAGE_SIZE + 1, PAGE_SIZE + 1],
        )
        rows = db.fetchall()
    shown = [_row(row, user) for row in rows[:PAGE_SIZE]]
    last = shown[-1] if len(rows) > PAGE_SIZE else None
    return Page(shown, encode_cursor(last.published_at, last.ref.id) if last else "")


def _row(row: tuple[Any, ...], user: Any) -> FeedRow:
    ref = CardRef(*row[:5])
    return FeedRow(ref, row[5], bool(row[6]) and ref.author_id != user.pk)
