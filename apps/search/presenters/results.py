"""The page of results, decided."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, ngettext

from apps.profiles.lines import PersonLine, person_line
from apps.search.facets import Facet
from apps.search.find import Count, Found
from apps.search.forms import SearchQuestion
from apps.search.hits import TextHit
from apps.search.presenters.sections import SectionBlock, section_blocks
from apps.search.query import DATE, KEYS, RELEVANCE
from apps.spaces.audience import ICONS

# A filter as it stands in what was typed: `in:quality-lyon`, `from:"Anne Petit"`.
_FILTER = re.compile(
    rf'(?<!\S)(?:{"|".join(KEYS)}):(?:"[^"]*"|\S+)|(?<!\S)#\w[\w-]*', re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A text that was found. `heading` and `snippet` are safe HTML with `<mark>`."""

    url: str
    heading: SafeString | str
    snippet: SafeString
    author: PersonLine
    space: str
    space_kind: str
    space_icon: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Choice:
    label: str
    url: str
    count: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class FacetMenu:
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """`narrowed` are the filters in force, each with the address without it."""

    question: SearchQuestion
    rows: tuple[ResultRow, ...]
    sections: tuple[SectionBlock, ...]
    total: str
    facets: tuple[FacetMenu, ...]
    sorts: tuple[Choice, ...]
    narrowed: tuple[Choice, ...]
    notices: tuple[str, ...]
    more_url: str
    is_asked: bool
    is_empty: bool
    is_continued: bool


def results_page(question: SearchQuestion, found: Found) -> ResultsPage:
    """No query: everything was loaded by `find`."""
    return ResultsPage(
        question=question,
        rows=tuple(_row(hit) for hit in found.texts),
        sections=section_blocks(question, found.sections),
        total=_total(found.total),
        facets=tuple(_facet(question, facet) for facet in found.facets),
        sorts=_sorts(question) if found.texts else (),
        narrowed=_narrowed(question),
        notices=found.notices,
        more_url=question.url(cursor=found.next_cursor) if found.next_cursor else "",
        is_asked=bool(question.text.strip()),
        is_empty=found.is_empty,
        is_continued=bool(question.cursor),
    )


def _row(hit: TextHit) -> ResultRow:
    return ResultRow(
        url=hit.url,
        heading=hit.title or _heading(hit),
        snippet=hit.snippet,
        author=person_line(hit.author),
        space=hit.space.title,
        space_kind=hit.space.kind,
        space_icon=ICONS[hit.space.kind],
        said_at=hit.said_at,
    )


def _heading(hit: TextHit) -> str:
    sentence = _("Answer by %(name)s") if hit.comment else _("Post by %(name)s")
    return sentence % {"name": hit.author.display_name}


def _total(total: Count) -> str:
    if not total.number:
        return ""
    shown = {"count": number_format(total.number, force_grouping=True)}
    if total.is_more:
        return _("More than %(count)s texts, the newest first looked at") % shown
    return ngettext("%(count)s text", "%(count)s texts", total.number) % shown


def _facet(question: SearchQuestion, facet: Facet) -> FacetMenu:
    """People come by name and without a number: nobody is ranked by how much they write."""
    are_people = facet.slug == "author"
    values = sorted(facet.values, key=lambda v: v.label) if are_people else facet.values
    return FacetMenu(
        str(facet.label),
        tuple(
            Choice(
                label=value.label,
                url=question.url(text=f"{question.text} {value.filter}"),
                count="" if are_people else number_format(value.count, force_grouping=True),
            )
            for value in values
        ),
    )


def _sorts(question: SearchQuestion) -> tuple[Choice, ...]:
    return tuple(
        Choice(label, question.url(sort=sort), current=question.sort == sort)
        for sort, label in ((RELEVANCE, _("Closest to the words")), (DATE, _("Newest first")))
    )


def _narrowed(question: SearchQuestion) -> tuple[Choice, ...]:
    text = question.text
    return tuple(
        Choice(
            label=found.group(),
            url=question.url(text=" ".join((text[: found.start()] + text[found.end() :]).split())),
        )
        for found in _FILTER.finditer(text)
    )
