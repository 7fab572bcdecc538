"""Where a feed reads from, and its newest posts whatever the total number of posts.

A feed over many spaces takes the newest few of each space from an index (LATERAL) and keeps the
newest of those; its cost depends on the number of spaces, never on the number of posts.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet

from apps.core.among import Among
from apps.core.pagination import Page, decode_cursor, encode_cursor
from apps.core.prepared import Prepared, Statement, given
from apps.posts.kept import not_kept_from
from apps.posts.presenters import CardRef, Reading
from apps.profiles.models import User
from apps.spaces.grants import HELD
from apps.spaces.models import Follow, Membership, Space
from apps.spaces.permissions import Ground, Standing

PAGE_SIZE = 20

# Of the reader $1, in the spaces `source` (with $2 where it names them), before ($3, $4).
# The newest posts of all stand in the spaces whose newest post is among the newest: one probe a
# space finds those, then only they are read further. Inside LATERAL only columns of the index; a
# plain join to the markers would read all of the person's.
NEWEST = """
    WITH source (id, version, kind, built_in, person_id, archived_at, grid)
        AS MATERIALIZED ({source}),
    heads AS (
        SELECT source.id
        FROM source CROSS JOIN LATERAL (
            SELECT post.id, post.published_at FROM posts_post post
            WHERE post.space_id = source.id AND post.withdrawn_at IS NULL AND {mine} {bound}
            ORDER BY post.published_at DESC, post.id DESC LIMIT 1
        ) head
        ORDER BY head.published_at DESC, head.id DESC LIMIT {limit}
    ),
    latest AS MATERIALIZED (
        SELECT top.id, heads.id AS space_id
        FROM heads CROSS JOIN LATERAL (
            SELECT post.id, post.published_at FROM posts_post post
            WHERE post.space_id = heads.id AND post.withdrawn_at IS NULL AND {mine} {bound}
            ORDER BY post.published_at DESC, post.id DESC LIMIT {limit}
        ) top
        ORDER BY top.published_at DESC, top.id DESC LIMIT {limit}
    ),
    held AS (
        SELECT granted.space_id, array_agg(granted.codename) AS codenames
        FROM ({held}) granted GROUP BY granted.space_id
    )
    SELECT post.id, post.version, post.author_id, post.space_id, source.version,
           post.published_at, post.published_at > seen.seen_at, reaction.kind,
           source.kind, source.built_in, source.person_id, source.archived_at, held.codenames,
           ARRAY(SELECT jsonb_object_keys(source.grid))
    FROM latest
    JOIN posts_post post ON post.id = latest.id
    JOIN source ON source.id = latest.space_id
    LEFT JOIN held ON held.space_id = latest.space_id
    LEFT JOIN posts_postreaction reaction
        ON reaction.post_id = latest.id AND reaction.user_id = $1
    LEFT JOIN LATERAL (
        SELECT marker.seen_at FROM feed_seenmarker marker
        WHERE marker.space_id = latest.space_id AND marker.user_id = $1 LIMIT 1
    ) seen ON true
    ORDER BY post.published_at DESC, post.id DESC
"""


class FeedRow(NamedTuple):
    """A post of a feed; unread when it came after the reader last looked into its space."""

    reading: Reading
    published_at: datetime

    @property
    def ref(self) -> CardRef:
        return self.reading.ref


def home_spaces(user: Any) -> QuerySet[Space]:
    """The spaces one belongs to, the whole company and what one follows, where one may read."""
    chosen = Membership.objects.filter(user=user).values_list("space_id")
    followed = Follow.objects.filter(user=user).values_list("space_id")
    everyone = Space.objects.whole_company().values_list("pk")
    return Space.objects.visible_to(user).filter(Among(chosen.union(followed, everyone)))


def newest_among(user: Any, space_ids: Collection[int], *, cursor: str = "") -> Page[FeedRow]:
    """The newest posts of those of these spaces that this person reads, after `cursor`.

    One query. Raises `Http404` for a cursor that is not ours.
    """
    return _newest(user, "these", list(space_ids), cursor)


def newest_in(user: Any, space: Space, *, cursor: str = "") -> Page[FeedRow]:
    """The newest posts of one space; otherwise like `newest_among`."""
    return newest_among(user, [space.pk], cursor=cursor)


def newest_at_home(user: Any, *, cursor: str = "") -> Page[FeedRow]:
    """The newest posts of one's home; otherwise like `newest_among`."""
    return _newest(user, "home", [], cursor)


def _source(spaces: QuerySet[Space]) -> QuerySet[Any]:
    """What NEWEST needs of each space."""
    columns = ("id", "version", "kind", "built_in", "person_id", "archived_at", "grid")
    return spaces.order_by().values(*columns)


def _these(person: Any) -> QuerySet[Any]:
    return _source(Space.objects.visible_to(person).filter(Among(given(2))))


SOURCES: dict[str, Prepared[Any]] = {
    "home": Prepared(lambda person: _source(home_spaces(person)), lambda pk: User(pk=pk)),
    "these": Prepared(_these, lambda pk: User(pk=pk)),
}


def _statement(source: str, *, is_bound: bool) -> Statement:
    bound = "AND (post.published_at, post.id) < ($3, $4)" if is_bound else ""
    held = HELD.format(spaces="ARRAY(SELECT space_id FROM latest)")

    def text() -> str:
        parts = {"source": SOURCES[source].text, "bound": bound, "held": held}
        parts["mine"] = not_kept_from("$1")
        return NEWEST.format(limit=PAGE_SIZE + 1, **parts)

    types = ["bigint", "bigint[]"] + ["timestamptz", "bigint"] * is_bound
    return Statement(f"newest_{source}", text, *types)


STATEMENTS = {
    (source, is_bound): _statement(source, is_bound=is_bound)
    for source in SOURCES
    for is_bound in (False, True)
}


def _newest(user: Any, source: str, space_ids: list[int], cursor: str) -> Page[FeedRow]:
    if not user.is_active:
        return Page([])
    before = decode_cursor(cursor, datetime, int) if cursor else ()
    rows = STATEMENTS[source, bool(before)].rows(user.pk, space_ids, *before)
    shown = [_row(row, user) for row in rows[:PAGE_SIZE]]
    last = shown[-1] if len(rows) > PAGE_SIZE else None
    return Page(shown, encode_cursor(last.published_at, last.ref.id) if last else "")


def _row(row: tuple[Any, ...], user: Any) -> FeedRow:
    ref = CardRef(*row[:5])
    published_at, is_after, reaction, kind, built_in, person_id, archived_at = row[5:12]
    codenames, reserved = row[12:]
    ground = Ground(ref.space_id, kind, built_in, person_id, archived_at is not None, reserved)
    reading = Reading(
        ref,
        where=Standing(user, ground, frozenset(codenames or ())),
        reaction=reaction or "",
        is_unread=bool(is_after) and ref.author_id != user.pk,
    )
    return FeedRow(reading, published_at)
