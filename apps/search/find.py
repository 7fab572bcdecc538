"""Finding: `find(person, parse(text))`. Everything that comes out passed `visible_to`."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from apps.core.pagination import decode_cursor, encode_cursor
from apps.search import candidates
from apps.search.bounded import TookTooLong
from apps.search.candidates import LAST_ID, Asked, Candidate, Candidates, Place
from apps.search.facets import Facet, facets_of
from apps.search.filters import Filters, filters_of
from apps.search.highlighting import Sought
from apps.search.hits import TextHit, text_hits
from apps.search.kinds import Kind
from apps.search.listed import KINDS
from apps.search.query import DATE, Query, parse
from apps.search.reach import reach_of
from apps.search.wanted import Wanted, wanted

__all__ = ["KINDS", "Found", "Query", "Section", "find", "parse"]

PAGE_LENGTH = 20
SECTION_LENGTH = 3
# A text of today weighs three times as much as a very old one, and loses half of that in so long.
FRESH = 2.0
HALF_LIFE = timedelta(days=90)

Cursor = str
_BEST = 1e9


@dataclass(frozen=True, slots=True)
class Count:
    """How many texts match; `is_more`: at least so many, counting further was not worth it."""

    number: int = 0
    is_more: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """What was found of a kind that is not a text: `User`, `Space`, `Topic`…

    The first few beside the texts; a page of them, with its cursor, where the query asks for it.
    """

    kind: Kind
    items: tuple[Any, ...]
    next_cursor: Cursor = ""
    is_more: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """An answer. `notices` are sentences; `total` and `facets` are of the first page only."""

    query: Query
    texts: tuple[TextHit, ...] = ()
    sections: tuple[Section, ...] = ()
    total: Count = field(default_factory=Count)
    facets: tuple[Facet, ...] = ()
    next_cursor: Cursor = ""
    notices: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.texts or any(section.items for section in self.sections))


def find(person: Any, query: Query, before: Cursor | None = None) -> Found:
    """One page of what this person may read of what they ask for.

    Raises `Http404` for a cursor that is not ours, and nothing else whatever was typed.
    """
    if not (person.is_authenticated and person.is_active) or query.is_empty:
        return Found(query, notices=query.notices)
    filters = filters_of(person, query)
    for kind in filters.kinds:
        if kind.look:
            try:
                page = kind.look(person, query, before or "", PAGE_LENGTH)
            except TookTooLong:
                return Found(query, notices=(_too_long(),))
            section = Section(kind, tuple(page.items), page.next_cursor, bool(page.next_cursor))
            return Found(query, sections=(section,), notices=(*query.notices, *filters.notices))
    return _with_texts(person, query, filters, before or "")


def _with_texts(person: Any, query: Query, filters: Filters, cursor: Cursor) -> Found:
    asked = wanted(query)
    notices = [*query.notices, *filters.notices]
    sections = () if cursor or query.has_filters else _sections(person, query)
    if asked.is_too_common and not (query.has_filters or query.topics):
        notices.append(
            _("These words are in nearly every text. Add one that says what you look for.")
        )
        return Found(query, sections=sections, notices=tuple(notices))
    if filters.is_nothing:
        return Found(query, notices=tuple(notices))
    try:
        found = _page(person, query, filters, asked, cursor)
    except TookTooLong:
        found = Found(query, notices=(_too_long(),))
    return replace(found, sections=sections, notices=(*notices, *found.notices))


def _too_long() -> str:
    return _("This search takes too long. Add a word, or narrow it down with in: or from:.")


def _sections(person: Any, query: Query) -> tuple[Section, ...]:
    """The first few of each kind that is no text."""
    sections = []
    for kind in KINDS.values():
        items = _glance(kind, person, query)
        if items:
            shown = tuple(items[:SECTION_LENGTH])
            sections.append(Section(kind, shown, is_more=len(items) > SECTION_LENGTH))
    return tuple(sections)


def _glance(kind: Kind, person: Any, query: Query) -> Sequence[Any]:
    """One more than are shown, where there are more."""
    try:
        if kind.glance:
            return kind.glance(person, query, SECTION_LENGTH + 1)
        return kind.look(person, query, "", SECTION_LENGTH + 1).items if kind.look else ()
    except TookTooLong:
        return ()


def _page(person: Any, query: Query, filters: Filters, asked: Wanted, cursor: Cursor) -> Found:
    """Texts alone. Raises `TookTooLong`."""
    begun = Start.read(cursor, filters.before)
    by_date = query.sort == DATE or not asked.words
    batch = candidates.newest(
        person,
        _asked(asked, filters),
        begun.place,
        reach=reach_of(person),
        most=PAGE_LENGTH if by_date and cursor else candidates.MOST,
    )
    notice = _("Only the newer texts were looked through: the search took too long.")
    shown, next_cursor = (_by_date if by_date else _by_relevance)(batch, begun)
    sought = Sought(asked.stems, frozenset(query.topics))
    is_first = not cursor
    return Found(
        query,
        texts=tuple(text_hits(person, shown, sought)),
        total=_count(batch) if is_first else Count(),
        facets=facets_of(person, batch.rows) if is_first else (),
        next_cursor=next_cursor,
        notices=(notice,) if batch.is_partial else (),
    )


def asked_for(person: Any, query: Query) -> tuple[Asked, Filters]:
    """What the index is asked, as `find` does."""
    filters = filters_of(person, query)
    return _asked(wanted(query), filters), filters


def _asked(asked: Wanted, filters: Filters) -> Asked:
    return Asked(
        (*asked.conditions, *filters.conditions),
        asked.words,
        filters.after,
        asked.in_a_row,
    )


@dataclass(frozen=True, slots=True)
class Start:
    """Where a page begins: among the texts before a place in time, after a score and an id."""

    place: Place
    score: float = _BEST
    id: int = LAST_ID

    @classmethod
    def read(cls, cursor: Cursor, before: datetime | None) -> "Start":
        if not cursor:
            now = timezone.now()
            # What is said at midnight of that day belongs to the day.
            return cls(Place(min(before, now) if before else now, 0 if before else LAST_ID))
        at, place_id, score, entry_id = decode_cursor(cursor, datetime, int, float, int)
        return cls(Place(at, place_id), score, entry_id)

    def cursor(self) -> Cursor:
        return encode_cursor(self.place.at, self.place.id, self.score, self.id)


def _by_date(batch: Candidates, begun: Start) -> tuple[list[Candidate], Cursor]:
    shown = batch.rows[:PAGE_LENGTH]
    if len(batch.rows) > PAGE_LENGTH:
        return shown, Start(Place(shown[-1].said_at, shown[-1].id)).cursor()
    return shown, _from_there_on(batch)


def _by_relevance(batch: Candidates, begun: Start) -> tuple[list[Candidate], Cursor]:
    """The best of the newest few hundred, page by page; then of the few hundred before them."""
    scored = ((_score(row, begun.place.at), row.id, row) for row in batch.rows)
    rest = sorted((one for one in scored if one[:2] < (begun.score, begun.id)), reverse=True)
    shown = rest[:PAGE_LENGTH]
    rows = [row for _score_, _id, row in shown]
    if len(rest) > PAGE_LENGTH:
        return rows, Start(begun.place, *shown[-1][:2]).cursor()
    return rows, _from_there_on(batch)


def _count(batch: Candidates) -> Count:
    """Beyond the bound the same for everybody: what was refused must not show in it."""
    return Count(candidates.MOST, True) if batch.end else Count(len(batch.rows))


def _from_there_on(batch: Candidates) -> Cursor:
    return Start(batch.end).cursor() if batch.end else ""


def _score(row: Candidate, now: datetime) -> float:
    age = max(timedelta(0), now - row.said_at)
    return row.rank * (1 + FRESH * 0.5 ** (age / HALF_LIFE))
