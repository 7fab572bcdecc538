"""Which conversations the page of notifications shows, a page at a time, in constant queries."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Max, Q, Window
from django.db.models.functions import RowNumber

from apps.core.pagination import Page, encode_cursor, keyset
from apps.notifications.models import ConversationSetting, Notification, NotificationQuerySet
from apps.notifications.saying import Group, groups_of, leading_first, url_of
from apps.posts.models import Comment
from apps.posts.presenters.threads import THREADS_PER_PAGE

PAGE_SIZE = 20
# Rows read of one kind in one conversation on one day: what a sentence and three faces are made of.
ROWS_EACH = 40


@dataclass(frozen=True, slots=True)
class Told:
    """What a conversation brought on one day. `groups`: what concerns the person directly first,
    words before reactions. `newest` is the id of its newest row; `state` is the person's
    `ConversationSetting`, or empty.
    """

    newest: int
    subject: str
    day: date
    groups: tuple[Group, ...]
    state: str = ""

    @property
    def post_id(self) -> int | None:
        return self.groups[0].rows[0].post_id


def told_to(
    person: Any, *, direct_only: bool, cursor: str = "", limit: int = PAGE_SIZE
) -> Page[Told]:
    """The newest first. Four queries, whatever was told; raises `Http404` for a foreign cursor."""
    mine = told_rows(person, direct_only=direct_only)
    by_line = mine.order_by().values("subject", "day").annotate(newest=Max("pk"))
    grouped = by_line.values_list("subject", "day", "newest", named=True)
    page = keyset(grouped, order={"-newest": int}, cursor=cursor, limit=limit)
    shown = mine.filter(_any_of([(row.subject, row.day) for row in page.items]))
    groups: dict[tuple[str, date], list[Group]] = {}
    for group in groups_of(_newest_rows(shown), _totals(shown)):
        groups.setdefault((group.subject, group.day), []).append(group)
    found = [
        Told(row.newest, row.subject, row.day, tuple(leading_first(groups[row.subject, row.day])))
        for row in page.items
        if (row.subject, row.day) in groups
    ]
    return Page(_with_states(person, found), page.next_cursor)


def told_rows(person: Any, *, direct_only: bool = False) -> NotificationQuerySet:
    mine = Notification.objects.visible_to(person)
    return mine.filter(is_direct=True) if direct_only else mine


def _any_of(keys: Iterable[tuple[str, date]]) -> Q:
    wanted = Q(pk__in=[])
    for subject, day in keys:
        wanted |= Q(subject=subject, day=day)
    return wanted


def _newest_rows(shown: NotificationQuerySet) -> NotificationQuerySet:
    each = [F("kind"), F("subject"), F("day")]
    nth = Window(RowNumber(), partition_by=each, order_by=F("pk").desc())
    with_words = shown.with_words().select_related("actor__profile__unit").newest_first()
    return with_words.annotate(nth=nth).filter(nth__lte=ROWS_EACH)


def _totals(shown: NotificationQuerySet) -> dict[tuple[str, str, date], int]:
    counted = shown.order_by().values("kind", "subject", "day")
    people = counted.annotate(people=Count("actor", distinct=True))
    return {(it["kind"], it["subject"], it["day"]): it["people"] for it in people}


def _with_states(person: Any, found: list[Told]) -> list[Told]:
    chosen = ConversationSetting.objects.visible_to(person)
    posts = {it.post_id for it in found if it.post_id}
    states = dict(chosen.filter(post__in=posts).values_list("post_id", "state"))
    return [replace(it, state=states.get(it.post_id or 0, "")) for it in found]


def place_of(told: Notification) -> str:
    """Where it is read. An answer beyond the first page of a long conversation is on its own."""
    url = url_of(told)
    if told.comment is None:
        return url
    roots = Comment.objects.under([told.comment.post_id]).filter(parent=None)
    root = told.comment.parent or told.comment
    earlier = Q(published_at__lt=root.published_at) | Q(
        published_at=root.published_at, pk__lt=root.pk
    )
    before = list(roots.filter(earlier).order_by("-published_at", "-pk")[:THREADS_PER_PAGE])
    if len(before) < THREADS_PER_PAGE:
        return url
    page, anchor = url.split("#")
    after = encode_cursor(before[0].published_at, before[0].pk)
    return f"{page}?{urlencode({'after': after})}#{anchor}"
