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
from apps.feed.statements import NEWEST, PAGE_SIZE, parts
from apps.posts.presenters import CardRef, Reading
from apps.spaces.models import Follow, Membership, Space
from apps.spaces.permissions import Ground, Standing


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
    "home": Prepared(lambda person: _source(home_spaces(person))),
    "these": Prepared(_these),
}


def _statement(source: str, *, is_bound: bool) -> Statement:
    bound = "AND (post.published_at, post.id) < ($3, $4)" if is_bound else ""
    types = ["bigint", "bigint[]"] + ["timestamptz", "bigint"] * is_bound
    return Statement(
        f"newest_{source}",
        lambda: NEWEST.format(source=SOURCES[source].text, **parts(bound)),
        *types,
    )


STATEMENTS = {
    (source, is_bound): _statement(source, is_bound=is_bound)
    for source in SOURCES
    for is_bound in (False, True)
}


def _newest(user: Any, source: str, space_ids: list[int], cursor: str) -> Page[FeedRow]:
    if not user.is_active:
        return Page([])
    before = decode_cursor(cursor, datetime, int) if cursor else ()
    return page_of(STATEMENTS[source, bool(before)].rows(user.pk, space_ids, *before), user)


def page_of(rows: list[tuple[Any, ...]], user: Any) -> Page[FeedRow]:
    """A page of these `CARDS`, newest first; with one more than fits, where the next one begins."""
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
