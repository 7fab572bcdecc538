"""The access journal of a space: everything that changed who reads, by day, the last first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.utils.formats import date_format
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _

from apps.core.addresses import address
from apps.core.pagination import keyset
from apps.spaces.models import JournalEntry, Space
from apps.spaces.permissions import can_see_members, standing
from apps.spaces.presenters.header import SpaceHeader, space_header
from apps.spaces.presenters.recounting import recount

Kind = JournalEntry.Kind

PAGE_LENGTH = 50
LATEST = 10
# Told later than it happened by more than this: it was kept secret for a time.
AT_ONCE = timedelta(minutes=1)

# What one may look for, in the order of the tabs; each kind is in one of them.
GROUPS: dict[str, tuple[Kind, ...]] = {
    "people": (
        Kind.INVITED,
        Kind.INVITATION_ENDED,
        Kind.JOINED,
        Kind.LEFT,
        Kind.REMOVED,
        Kind.ROLE_CHANGED,
        Kind.EXCLUDED,
        Kind.EXCLUSION_ENDED,
        Kind.OWNER_OFFERED,
    ),
    "others": (Kind.UNIT_GRANTED, Kind.UNIT_WITHDRAWN, Kind.GUEST_INVITED, Kind.GUEST_ENDED),
    "rules": (
        Kind.CREATED,
        Kind.KIND_CHANGED,
        Kind.GRID_CHANGED,
        Kind.CONSENT,
        Kind.ARCHIVED,
        Kind.RESTORED,
        Kind.DELETION_PLANNED,
        Kind.DELETION_CANCELLED,
    ),
    "copies": (Kind.EXPORTED, Kind.IMPORTED),
    "exceptional": (Kind.GLASS_OPENED, Kind.GLASS_READ, Kind.GLASS_ENDED),
}
ICONS = {
    "people": "people",
    "others": "org",
    "rules": "lock",
    "copies": "download",
    "exceptional": "shield",
}
GROUP_OF = {kind.value: group for group, kinds in GROUPS.items() for kind in kinds}


@dataclass(frozen=True, slots=True)
class JournalLine:
    """`note` says that it was told later than it happened; `url` is the post it is about."""

    at: datetime
    icon: str
    sentence: str
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class JournalDay:
    label: str
    lines: list[JournalLine]


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class JournalPage:
    header: SpaceHeader
    days: list[JournalDay]
    tabs: list[Tab]
    more_url: str


def journal_page(user: Any, space: Space, *, group: str = "", after: str = "") -> JournalPage:
    """A page for `user`, who reads `space`; `group` is one of `GROUPS`, anything else is all."""
    where = standing(user, space)
    entries = JournalEntry.objects.visible_to(user).filter(space=space).with_people()
    kinds = GROUPS.get(group)
    if kinds:
        entries = entries.filter(kind__in=kinds)
    page = keyset(entries, order={"-at": datetime, "-id": int}, cursor=after, limit=PAGE_LENGTH)
    url = address("space_journal", space.slug)
    asked = {"kind": group} if kinds else {}
    following = f"{url}?{urlencode(asked | {'after': page.next_cursor})}"
    return JournalPage(
        header=space_header(user, space, where),
        days=_days(_lines(page.items, hides_people=not can_see_members(where))),
        tabs=_tabs(url, group if kinds else ""),
        more_url=following if page.next_cursor else "",
    )


def latest_lines(user: Any, space: Space) -> list[JournalLine]:
    """The last ten. Two queries."""
    entries = JournalEntry.objects.visible_to(user).filter(space=space).with_people()
    hides_people = not can_see_members(standing(user, space))
    return _lines(entries.newest_first()[:LATEST], hides_people=hides_people)


def _lines(entries: Iterable[JournalEntry], *, hides_people: bool) -> list[JournalLine]:
    return [_line(entry, hides_people=hides_people) for entry in entries]


def _line(entry: JournalEntry, *, hides_people: bool) -> JournalLine:
    is_late = entry.shown_from - entry.at > AT_ONCE
    told = _("Kept secret by law until %(day)s") % {"day": _day(localtime(entry.shown_from).date())}
    post = entry.detail.get("post")
    return JournalLine(
        at=entry.at,
        icon=ICONS[GROUP_OF[entry.kind]],
        sentence=recount(entry, hides_people=hides_people),
        note=told if is_late else "",
        url=address("post", post) if isinstance(post, int) else "",
    )


def _days(lines: list[JournalLine]) -> list[JournalDay]:
    grouped = groupby(lines, key=lambda line: localtime(line.at).date())
    return [JournalDay(_day(day), list(of_day)) for day, of_day in grouped]


def _day(day: date) -> str:
    today = localtime(now()).date()
    if day == today:
        return _("Today")
    if day == today - timedelta(days=1):
        return _("Yesterday")
    return date_format(day, "DATE_FORMAT")


def _tabs(url: str, current: str) -> list[Tab]:
    labels = {
        "": _("Everything"),
        "people": _("People"),
        "others": _("Units and guests"),
        "rules": _("Rules"),
        "copies": _("Copies"),
        "exceptional": _("By exception"),
    }
    return [
        Tab(label, f"{url}?{urlencode({'kind': group})}" if group else url, group == current)
        for group, label in labels.items()
    ]
