"""One's own spaces as the rail lists them; and home, which is the rail and what is newest there.

Somebody may belong to hundreds of spaces. When something was last written in each stands next to
each other (`NewestPost`), so only the spaces where that is not long ago are looked into. That time
is no more than a bound, hence every answer says whether it is whole: whether all that was left out
is older than what it found. If not, the same is asked of every space.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models.expressions import RawSQL

from apps.core.among import Among
from apps.core.pagination import Page
from apps.core.prepared import Prepared, Statement
from apps.feed import sources
from apps.feed.sources import FeedRow
from apps.feed.statements import HOME, RAIL, parts
from apps.profiles.models import User
from apps.spaces.audience import ICONS
from apps.spaces.models import Space
from apps.spaces.models.space import title_of, url_of

# How many spaces of one's own are looked into first, and how many of those one follows.
DEPTH, WHOLE_DEPTH = 32, 2**31 - 1
# Where they stand in a row of RAIL and HOME, and where the columns of `CARDS` begin.
IS_WHOLE, SPACE_ID, POST = 1, 2, 8


@dataclass(frozen=True, slots=True)
class RailSpace:
    id: int
    name: str
    url: str
    kind: str
    icon: str
    has_news: bool
    current: bool


class Home(NamedTuple):
    """`rail`: the whole company and the spaces one belongs to, those with the newest posts first.
    `page`: the newest posts of all these and of what one follows.
    """

    rail: tuple[RailSpace, ...]
    page: Page[FeedRow]


COLUMNS = (
    "id", "version", "slug", "name", "sort_name", "kind", "built_in", "person_id", "archived_at",
    "grid",
)  # fmt: skip
NEAR_ENOUGH = "ARRAY(SELECT space_id FROM near WHERE place <= $2)"


def _near(person: Any) -> Any:
    spaces = Space.objects.visible_to(person).filter(Among(RawSQL(NEAR_ENOUGH, [])))  # noqa: S611
    return spaces.order_by().values(*COLUMNS)


SOURCE: Prepared[Any] = Prepared(_near)


def _statement(name: str, text: str) -> Statement:
    return Statement(name, lambda: text.format(source=SOURCE.text, **parts()), "bigint", "integer")


RAIL_STATEMENT, HOME_STATEMENT = _statement("rail", RAIL), _statement("home", HOME)


def rail_of(person: User, path: str = "") -> tuple[RailSpace, ...]:
    """The rail of somebody active, on the page `path`. One query; seldom two."""
    return _rail(_whole(RAIL_STATEMENT, person), path)


def home_of(person: User, path: str = "") -> Home:
    """The first page of home of somebody active. One query; seldom two."""
    rows = _whole(HOME_STATEMENT, person)
    posts = [row[POST:] for row in rows if row[SPACE_ID] is None]
    listed = [row for row in rows if row[SPACE_ID] is not None]
    return Home(_rail(listed, path), sources.page_of(posts, person))


def _whole(statement: Statement, person: User) -> list[tuple[Any, ...]]:
    """The rows of an answer that nothing is missing from."""
    rows = statement.rows(person.pk, DEPTH)
    if any(row[IS_WHOLE] is False for row in rows):
        rows = statement.rows(person.pk, WHOLE_DEPTH)
    return rows


def _rail(rows: list[tuple[Any, ...]], path: str) -> tuple[RailSpace, ...]:
    return tuple(_rail_space(row[SPACE_ID:POST], path) for row in rows)


def _rail_space(row: tuple[Any, ...], path: str) -> RailSpace:
    pk, slug, name, kind, built_in, has_news = row
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
