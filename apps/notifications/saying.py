"""Notifications in words: grouped by kind, subject and day, one sentence a group.

The one place that does: the page, the bell, mails, pushes and digests say the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.text import Truncator

from apps.core.addresses import address
from apps.notifications.kinds import Kind, Said, kind_of
from apps.notifications.models import Notification
from apps.profiles.models import User
from apps.spaces.models import Space

ABOUT_CHARACTERS = 80


@dataclass(frozen=True, slots=True)
class Group:
    """What is shown as one line. `rows` are newest first; `at` and `url` are of the newest.

    `people` are those who did it, newest first, each once. `sentence` is in the active language.
    """

    kind: Kind
    subject: str
    day: date
    sentence: str
    url: str
    at: datetime
    space: Space | None
    people: tuple[User, ...]
    total: int
    is_direct: bool
    is_read: bool
    rows: tuple[Notification, ...]

    @property
    def ids(self) -> list[int]:
        return [row.pk for row in self.rows]


Key = tuple[str, str, date]
NO_TOTALS: Mapping[Key, int] = {}


def groups_of(
    notifications: Iterable[Notification], totals: Mapping[Key, int] = NO_TOTALS
) -> list[Group]:
    """Groups in the order of their newest row. Rows come from `visible_to(…).with_words()`; no
    query. What only another release declares is left out.

    `totals` says how many people there are by (kind, subject, day), where only the newest rows of
    a group were read.
    """
    rows_of: dict[Key, list[Notification]] = {}
    for row in notifications:
        rows_of.setdefault((row.kind, row.subject, row.day), []).append(row)
    groups = [
        _group(kind, rows, totals.get(key, 0))
        for key, rows in rows_of.items()
        if (kind := kind_of(key[0]))
    ]
    return sorted(groups, key=lambda group: group.at, reverse=True)


def leading_first(groups: Iterable[Group]) -> list[Group]:
    """Of one conversation: what is to the reader before the rest, words before reactions."""
    return sorted(groups, key=lambda group: (not group.is_direct, -group.kind.rank))


def _group(kind: Kind, rows: list[Notification], people_at_least: int) -> Group:
    rows = sorted(rows, key=lambda row: (row.created_at, row.pk), reverse=True)
    newest = rows[0]
    people = tuple({row.actor_id: row.actor for row in rows if row.actor is not None}.values())
    total = max(len(people), people_at_least)
    said = Said(
        names=tuple(person.display_name for person in people[:2]),
        total=total,
        about=about_of(newest),
        space=newest.space.title if newest.space and kind.names_space else "",
        is_own_post=newest.post is not None and newest.post.author_id == newest.person_id,
        is_comment=newest.comment_id is not None,
        occasion=newest.occasion,
    )
    return Group(
        kind=kind,
        subject=newest.subject,
        day=newest.day,
        sentence=kind.sentence(said),
        url=url_of(newest),
        at=newest.created_at,
        space=newest.space if kind.names_space else None,
        people=people,
        total=total,
        is_direct=any(row.is_direct for row in rows),
        is_read=all(row.read_at is not None for row in rows),
        rows=tuple(rows),
    )


def about_of(row: Notification) -> str:
    """The title of its post, or the beginning of its words; empty without a post."""
    if row.post is None:
        return ""
    return row.post.title or Truncator(" ".join(row.post.text.split())).chars(ABOUT_CHARACTERS)


def url_of(row: Notification) -> str:
    """Where it is read: where its kind says; the comment under its post, the post, or the space."""
    kind = kind_of(row.kind)
    if kind is not None and kind.opens is not None:
        return kind.opens(row.subject)
    if kind is not None and kind.space_page and row.space is not None:
        return address(kind.space_page, row.space.slug)
    if row.comment is not None:
        return row.comment.get_absolute_url()
    said = row.post or row.space
    return said.get_absolute_url() if said else "/"
