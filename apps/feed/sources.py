"""Where a feed reads from, and its newest posts whatever the total number of posts.

A feed over many spaces takes the newest few of each space from an index (LATERAL) and keeps the
newest of those; its cost depends on the number of spaces, never on the number of posts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from apps.core.among import Among
from apps.core.pagination import Page, decode_cursor, encode_cursor
from apps.core.prepared import Prepared
from apps.posts.presenters import CardRef
from apps.profiles.models import User
from apps.spaces.models import Follow, Membership, Space

PAGE_SIZE = 20

# The newest posts of all stand in the spaces whose newest post is among the newest: one probe a
# space finds those, then only they are read further. Inside LATERAL only columns of the index.
NEWEST = """
    WITH source (id, version) AS MATERIALIZED ({source}),
    heads AS (
        SELECT source.id, source.version
        FROM source CROSS JOIN LATERAL (
            SELECT post.id, post.published_at FROM posts_post post
            WHERE post.space_id = source.id AND post.withdrawn_at IS NULL {bound}
            ORDER BY post.published_at DESC, post.id DESC LIMIT 1
        ) head
        ORDER BY head.published_at DESC, head.id DESC LIMIT %(limit)s
    ),
    latest AS (
        SELECT top.id, heads.version
        FROM heads CROSS JOIN LATERAL (
            SELECT post.id, post.published_at FROM posts_post post
            WHERE post.space_id = heads.id AND post.withdrawn_at IS NULL {bound}
            ORDER BY post.published_at DESC, post.id DESC LIMIT %(limit)s
        ) top
        ORDER BY top.published_at DESC, top.id DESC LIMIT %(limit)s
    )
    SELECT post.id, post.version, post.author_id, post.space_id, latest.version,
           post.published_at, post.published_at > marker.seen_at
    FROM latest JOIN posts_post post ON post.id = latest.id
    LEFT JOIN feed_seenmarker marker
        ON marker.space_id = post.space_id AND marker.user_id = %(reader)s
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
    if not user.is_active:
        return Page([])
    here = Space.objects.visible_to(user).filter(pk=space.pk)
    return _newest(user, _source(here).query.sql_with_params(), cursor)


def _source(spaces: QuerySet[Space]) -> Any:
    """What NEWEST needs of each space."""
    return spaces.order_by().values("id", "version")


HOME: Prepared[Space] = Prepared(
    lambda person: _source(home_spaces(person)), lambda pk: User(pk=pk)
)


def _newest(user: Any, source: tuple[str, Sequence[Any]], cursor: str) -> Page[FeedRow]:
    named: dict[str, Any] = {"limit": PAGE_SIZE + 1, "reader": user.pk}
    bound = ""
    if cursor:
        named["before_at"], named["before_id"] = decode_cursor(cursor, datetime, int)
        bound = "AND (post.published_at, post.id) < (%(before_at)s, %(before_id)s)"
    statement, params = source
    # Parameters have names or an order, not both: those of the source are given names.
    names = [f"source_{position}" for position in range(len(params))]
    named |= dict(zip(names, params, strict=True))
    statement %= tuple(f"%({name})s" for name in names)
    with connection.cursor() as db:
        db.execute(NEWEST.format(source=statement, bound=bound), named)
        rows = db.fetchall()
    shown = [_row(row, user) for row in rows[:PAGE_SIZE]]
    last = shown[-1] if len(rows) > PAGE_SIZE else None
    return Page(shown, encode_cursor(last.published_at, last.ref.id) if last else "")


def _row(row: tuple[Any, ...], user: Any) -> FeedRow:
    ref = CardRef(*row[:5])
    return FeedRow(ref, row[5], bool(row[6]) and ref.author_id != user.pk)
