"""The page of notifications: what concerned the reader, by conversation and day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from urllib.parse import urlencode

from django.contrib.humanize.templatetags.humanize import intcomma
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _, ngettext, pgettext

from apps.core.pagination import Page
from apps.notifications.bell import words_for
from apps.notifications.models import ConversationSetting
from apps.notifications.saying import Group
from apps.notifications.sources import Told
from apps.profiles.lines import PersonLine, person_line
from apps.spaces.audience import ICONS
from apps.spaces.models import Space

FACES = 3
EXCERPT_CHARACTERS = 140
ALL = "all"
State = ConversationSetting.State


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str
    url: str
    icon: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where it happened; `kind` is the space's."""

    name: str
    icon: str
    kind: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What one conversation brought on one day. `others` are further sentences, of other kinds.

    `subject` and `day` name it in forms; `attention_url` is where its choices are, empty for what
    is no conversation. `state` is what the reader chose for it, empty for nothing.
    """

    id: int
    subject: str
    day: date
    first: Sentence
    others: tuple[Sentence, ...]
    faces: tuple[PersonLine, ...]
    excerpt: str
    at: datetime
    place: Place | None
    is_unread: bool
    attention_url: str
    state: str

    @property
    def is_muted(self) -> bool:
        return self.state == State.MUTE

    @property
    def may_unfollow(self) -> bool:
        return self.state not in (State.MUTE, State.UNFOLLOW)


@dataclass(frozen=True, slots=True)
class Day:
    """`is_continued`: its beginning, with the label, is already above."""

    label: str
    entries: tuple[Entry, ...]
    is_continued: bool = False


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    url: str
    current: bool
    count: str = ""


@dataclass(frozen=True, slots=True)
class NotificationsPage:
    """`unread` says what waits in words, empty for nothing; `show` names the tab in
    addresses, `address` is its own."""

    tabs: tuple[Tab, ...]
    days: tuple[Day, ...]
    more_url: str
    unread: str
    show: str
    address: str
    is_first: bool

    @property
    def is_empty(self) -> bool:
        return self.is_first and not self.days


def notifications_page(
    page: Page[Told],
    *,
    unread: int,
    waiting: int,
    show: str,
    is_first: bool,
    today: date,
    continued: str = "",
) -> NotificationsPage:
    """`unread` counts the conversations of this tab with something new, `waiting` those of the
    first tab; `today` is the reader's date, `continued` the day that the page is put below.
    """
    address = reverse("notifications")
    tabs = (
        Tab(_("To me"), address, show != ALL, intcomma(waiting) if waiting else ""),
        Tab(pgettext("notifications", "All"), f"{address}?show={ALL}", show == ALL),
    )
    days = tuple(_days([entry_of(told) for told in page.items], today, continued))
    return NotificationsPage(
        tabs=tabs,
        days=days,
        more_url=_more(address, show, page.next_cursor, days),
        unread=_unread(unread, show),
        show=show,
        address=tabs[1].url if show == ALL else address,
        is_first=is_first,
    )


def entry_of(told: Told) -> Entry:
    leading = told.groups[0]
    sentences = [
        Sentence(group.sentence, _opening(group.rows[0].pk), group.kind.icon)
        for group in told.groups
    ]
    people = {person.pk: person for group in told.groups for person in group.people}
    return Entry(
        id=told.newest,
        subject=told.subject,
        day=told.day,
        first=sentences[0],
        others=tuple(sentences[1:]),
        faces=tuple(person_line(person) for person in list(people.values())[:FACES]),
        excerpt=_excerpt(leading),
        at=max(group.at for group in told.groups),
        place=_place(leading.space),
        is_unread=not all(group.is_read for group in told.groups),
        attention_url=_attention_url(told) if leading.space else "",
        state=told.state,
    )


def _attention_url(told: Told) -> str:
    return reverse("post_attention", args=[told.post_id]) if told.post_id else ""


def _days(entries: list[Entry], today: date, continued: str) -> Iterator[Day]:
    newest_day_first = sorted(entries, key=lambda entry: entry.day, reverse=True)
    for day, group in groupby(newest_day_first, key=lambda entry: entry.day):
        yield Day(_day_label(day, today), tuple(group), day.isoformat() == continued)


def _day_label(day: date, today: date) -> str:
    if day == today:
        return _("Today")
    if day == today - timedelta(days=1):
        return _("Yesterday")
    if day.year == today.year:
        return date_format(day, pgettext("date format, a day of this year", "l j F"))
    return date_format(day, pgettext("date format, a day of another year", "j F Y"))


def _opening(pk: int) -> str:
    return reverse("notification", args=[pk])


def _excerpt(group: Group) -> str:
    """The words themselves, where the sentence has not said them: an answer, a titled post."""
    row = group.rows[0]
    if row.comment is not None:
        text = row.comment.text
    elif row.post is not None and row.post.title and row.post.author_id != row.person_id:
        text = row.post.text
    else:
        return ""
    return Truncator(" ".join(text.split())).chars(EXCERPT_CHARACTERS)


def _place(space: Space | None) -> Place | None:
    if space is None:
        return None
    return Place(space.title, ICONS[space.kind], space.kind)


def _unread(count: int, show: str) -> str:
    if not count or show != ALL:
        return words_for(count)
    return ngettext(
        "%(count)s conversation with something new",
        "%(count)s conversations with something new",
        count,
    ) % {"count": intcomma(count)}


def _more(address: str, show: str, cursor: str, days: tuple[Day, ...]) -> str:
    if not cursor:
        return ""
    question = {"before": cursor} | ({"show": show} if show == ALL else {})
    last = {"day": days[-1].entries[-1].day.isoformat()} if days else {}
    return f"{address}?{urlencode(question | last)}"
