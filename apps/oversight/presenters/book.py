"""What administrators did, in lines."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.core.pagination import Page
from apps.oversight.models import Access, AdministrationEntry
from apps.oversight.presenters.people import role_words
from apps.profiles.lines import PersonLine, person_line


@dataclass(frozen=True, slots=True)
class BookLine:
    what: str
    detail: str
    actor: PersonLine | None
    person: PersonLine | None
    at: datetime


@dataclass(frozen=True, slots=True)
class BookPage:
    lines: list[BookLine]
    more_url: str


def book_page(found: Page[AdministrationEntry]) -> BookPage:
    """Of entries loaded `with_people`. No query."""
    more = f"{reverse('administration_book')}?before={found.next_cursor}"
    return BookPage(
        lines=[_line(entry) for entry in found.items],
        more_url=more if found.next_cursor else "",
    )


def _line(entry: AdministrationEntry) -> BookLine:
    return BookLine(
        what=entry.get_kind_display(),
        detail=_detail(entry.detail),
        actor=person_line(entry.actor) if entry.actor else None,
        person=person_line(entry.person) if entry.person else None,
        at=entry.at,
    )


def _detail(detail: dict[str, object]) -> str:
    """The few words that an entry keeps: roles, names of units, the answer to a request."""
    said = []
    words = role_words()
    for key, sign in (("given", "+"), ("taken", "−")):
        names = detail.get(key)
        if isinstance(names, list):
            said += [f"{sign} {words[name][0]}" for name in names if name in words]
    if name := detail.get("name"):
        above = detail.get("into_name") or detail.get("parent_name")
        said.append(f"{name} → {above}" if above else str(name))
    if reason := detail.get("reason"):
        said.append(str(dict(Access.Reason.choices).get(str(reason), "")))
    if answer := detail.get("answer"):
        said.append(str(dict(Access.State.choices).get(str(answer), "")))
    if "settled" in detail:
        said.append(_("%(count)s settled") % {"count": detail["settled"]})
    return ", ".join(said)
