"""One's own spaces as the rail lists them, and where the newest posts of one's home are."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from apps.core.prepared import Prepared, Statement
from apps.feed.sources import PAGE_SIZE, home_spaces
from apps.posts.kept import not_kept_from
from apps.profiles.models import User
from apps.spaces.audience import ICONS
from apps.spaces.models import Space
from apps.spaces.models.space import title_of, url_of

LENGTH = 12
# Where they stand in a row of PLACES.
LISTED, NEWEST, HAS_NEWS = 5, 6, 7


@dataclass(frozen=True, slots=True)
class RailSpace:
    id: int
    name: str
    url: str
    kind: str
    icon: str
    has_news: bool
    current: bool


@dataclass(frozen=True, slots=True)
class Places:
    """`rail`: the whole company and the spaces one belongs to, those with the newest posts first.
    `newest`: ids of the spaces of one's home where its newest posts are.
    """

    rail: tuple[RailSpace, ...]
    newest: list[int]


# Of the person $1. Rail and feed both want the newest post of each space, so it is looked up once:
# `listed` is the order of the rail (what one belongs to), `newest` that of the feed (and what one
# follows).
PLACES = """
    WITH source (id, slug, name, sort_name, kind, built_in, archived_at) AS MATERIALIZED ({source}),
    heads AS (
        SELECT source.*, head.id AS post_id, head.published_at,
               archived_at IS NULL AND built_in <> 'person' AND (built_in = 'everyone' OR source.id
               IN (SELECT space_id FROM spaces_membership WHERE user_id = $1)) AS is_mine
        FROM source LEFT JOIN LATERAL (
            SELECT post.id, post.published_at FROM posts_post post
            WHERE post.space_id = source.id AND post.withdrawn_at IS NULL AND {mine}
            ORDER BY post.published_at DESC, post.id DESC LIMIT 1
        ) head ON true
    ),
    places AS (
        SELECT *, row_number() OVER (
            ORDER BY is_mine DESC, published_at DESC NULLS LAST, sort_name
        ) AS listed, row_number() OVER (
            ORDER BY published_at DESC NULLS LAST, post_id DESC
        ) AS newest
        FROM heads
    )
    SELECT place.id, place.slug, place.name, place.kind, place.built_in,
           place.is_mine AND place.listed <= {rail} AS is_listed,
           place.newest <= {feed} AS is_newest,
           coalesce(others.published_at > seen.seen_at, others.published_at IS NOT NULL)
    FROM places place
    LEFT JOIN LATERAL (
        SELECT marker.seen_at FROM feed_seenmarker marker
        WHERE marker.space_id = place.id AND marker.user_id = $1 LIMIT 1
    ) seen ON true
    LEFT JOIN LATERAL (
        SELECT post.published_at FROM posts_post post
        WHERE post.space_id = place.id AND post.withdrawn_at IS NULL AND post.author_id <> $1
              AND {mine} AND place.is_mine AND place.listed <= {rail}
        ORDER BY post.published_at DESC, post.id DESC LIMIT 1
    ) others ON true
    WHERE (place.is_mine AND place.listed <= {rail}) OR place.newest <= {feed}
    ORDER BY place.listed
"""

SOURCE: Prepared[Space] = Prepared(
    lambda person: _columns(home_spaces(person)), lambda pk: User(pk=pk)
)
STATEMENT = Statement(
    "places",
    lambda: PLACES.format(
        source=SOURCE.text, rail=LENGTH, feed=PAGE_SIZE + 1, mine=not_kept_from("$1")
    ),
    "bigint",
)


def places_of(person: User, path: str = "") -> Places:
    """For somebody active, on the page `path`. One query."""
    rows = STATEMENT.rows(person.pk)
    listed = (row for row in rows if row[LISTED])
    return Places(
        rail=tuple(_rail_space(*row[:LISTED], has_news=row[HAS_NEWS], path=path) for row in listed),
        newest=[row[0] for row in rows if row[NEWEST]],
    )


def _columns(spaces: QuerySet[Space]) -> QuerySet[Any]:
    columns = ("id", "slug", "name", "sort_name", "kind", "built_in", "archived_at")
    return spaces.order_by().values(*columns)


def _rail_space(
    pk: int, slug: str, name: str, kind: str, built_in: str, *, has_news: bool, path: str
) -> RailSpace:
    url = url_of(built_in, slug)
    return RailSpace(
        id=pk,
        name=title_of(built_in, name),
        url=url,
        kind=kind,
        icon=ICONS[kind],
        has_news=has_news,
        current=path.startswith(url),
    )
