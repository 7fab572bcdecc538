"""What a digest says: what catch-up would show, less what the person was told in another way."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Max

from apps.digests.models import Digest, Rhythm
from apps.feed.catch_up.places import LONGEST
from apps.feed.catch_up.selection import Selection, SpaceNews, ranked, select
from apps.feed.catch_up.sources import Told
from apps.notifications.models import Notification
from apps.spaces.models import Space

MOST = 12
"""Items in a digest: it is read in two minutes, and says how many others there are."""

OVERLAP = timedelta(minutes=10)
"""A post is dated when it is written and seen when it is committed: a little is looked at twice,
and what the earlier digest told is left out by name."""

FIRST = {Rhythm.DAILY: timedelta(days=1), Rhythm.WEEKLY: timedelta(days=7)}
"""How far back the first digest of all looks."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """`spaces` hold what may be said, `MOST` items together; `more` counts what is not shown of
    spaces that may be named. `unnamed` is in how many spaces something is new of which no word
    leaves in a mail. `keys` name everything told, by words or by number."""

    spaces: list[SpaceNews]
    more: int
    unnamed: int
    keys: list[str]
    since: datetime
    until: datetime

    @property
    def shown(self) -> int:
        return sum(len(news.found) for news in self.spaces)

    @property
    def is_empty(self) -> bool:
        return not (self.spaces or self.unnamed)


def choose(person: Any, rhythm: str, now: datetime) -> Chosen:
    """What there is to tell this person now. Ten queries, whatever there is."""
    until = now - timedelta(seconds=settings.RSN_UNDO_SECONDS)
    since = _since(person, rhythm, until)
    selection = select(
        person,
        lambda seen_at: max(since, seen_at) if seen_at else since,
        until=until,
        told=_told(person, since),
    )
    return _bounded(selection, since)


def may_be_mailed(space: Space) -> bool:
    """Whether words of this space may leave in a mail, which others may forward and print."""
    return space.kind != Space.Kind.CONFIDENTIAL or space.allows_content_in_mail


def _bounded(selection: Selection, since: datetime) -> Chosen:
    news = [*selection.spaces, *selection.others]
    named = [it for it in news if may_be_mailed(it.place.space)]
    unnamed = [it for it in news if not may_be_mailed(it.place.space)]
    first = ranked(found for it in named for found in it.found)[:MOST]
    kept = set(first)
    spaces = []
    for it in named:
        found = [item for item in it.found if item in kept]
        if found:
            spaces.append(SpaceNews(it.place, found, it.more + len(it.found) - len(found)))
    everything = sum(it.more + len(it.found) for it in named)
    return Chosen(
        spaces=spaces,
        more=everything - len(first),
        unnamed=len(unnamed),
        keys=[*_keys(first), *_keys(found for it in unnamed for found in it.found)],
        since=since,
        until=selection.until,
    )


def _keys(found: Any) -> list[str]:
    return [f"comment.{it.comment_id}" if it.comment_id else f"post.{it.post_id}" for it in found]


def _since(person: Any, rhythm: str, until: datetime) -> datetime:
    """Where the last digest ended that looked at all."""
    looked = [Digest.State.SENT, Digest.State.NOTHING]
    earlier = Digest.objects.visible_to(person).filter(state__in=looked)
    last = earlier.aggregate(last=Max("until"))["last"]
    if last is None:
        return until - FIRST.get(Rhythm(rhythm), FIRST[Rhythm.WEEKLY])
    return max(last - OVERLAP, until - LONGEST)


def _told(person: Any, since: datetime) -> Told:
    """What reached this person since then: by a notification, or in an earlier digest."""
    told = Notification.objects.filter(person=person, created_at__gte=since - OVERLAP)
    rows = list(told.exclude(post=None).values_list("post_id", "comment_id"))
    digests = Digest.objects.visible_to(person).filter(until__gte=since - OVERLAP)
    keys = [key for sent in digests.values_list("keys", flat=True) for key in sent]
    return Told(
        posts=frozenset(post for post, comment in rows if comment is None) | _ids("post", keys),
        comments=frozenset(comment for _post, comment in rows if comment) | _ids("comment", keys),
    )


def _ids(kind: str, keys: Collection[str]) -> frozenset[int]:
    named = [key.partition(".") for key in keys]
    return frozenset(int(number) for what, _dot, number in named if what == kind)
