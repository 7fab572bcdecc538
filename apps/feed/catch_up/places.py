"""Where one catches up, and from when on, space by space."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from apps.core.among import Among
from apps.feed.models import SeenMarker
from apps.hours.lookup import schedule_of
from apps.hours.models import Absence
from apps.posts.models import Comment, Mention, Post
from apps.spaces.models import ANIMATING, Follow, Membership, Space

LONGEST = timedelta(days=60)
"""How far back one catches up at most: what is older is read in the spaces themselves."""

NEVER_SEEN = timedelta(days=7)
"""How far back in a space that one has never looked into."""

AFTER_AN_ABSENCE = timedelta(days=14)
"""How long after its last day an absence is still offered as a beginning."""

NewestSeen = Callable[[datetime | None], datetime]


class Since(StrEnum):
    VISIT = "visit"
    YESTERDAY = "yesterday"
    WEEK = "week"
    ABSENCE = "absence"


@dataclass(frozen=True, slots=True)
class Place:
    """A space this person reads. `is_home`: all that is new in it concerns them; elsewhere only
    what they wrote in or were named in does."""

    space: Space
    since: datetime
    is_home: bool
    is_animated: bool


def places(user: Any, beginning: NewestSeen, *, until: datetime) -> dict[int, Place]:
    """The places of this person by space id. One query.

    `beginning(seen_at)` says from when on a space is looked at; never further back than `LONGEST`.
    """
    role = Membership.objects.filter(user=user, space=OuterRef("pk")).values("role")[:1]
    seen = SeenMarker.objects.filter(user=user, space=OuterRef("pk")).values("seen_at")[:1]
    spaces = (
        Space.objects.visible_to(user)
        .filter(Among(_around(user, until - LONGEST)))
        .annotate(
            role=Subquery(role),
            seen_at=Subquery(seen),
            is_followed=Exists(Follow.objects.filter(user=user, space=OuterRef("pk"))),
        )
        .defer("description", "charter_note", "searchable")
        .order_by("pk")
    )
    return {space.pk: _place(space, beginning, until) for space in spaces}


def since_last_seen(until: datetime) -> NewestSeen:
    """From when this person last looked into each space."""
    return lambda seen_at: seen_at or until - NEVER_SEEN


def beginning_of(user: Any, since: Since, *, until: datetime) -> NewestSeen:
    """What `since` means for this person. Days begin at midnight where they work."""
    if since is Since.VISIT:
        return since_last_seen(until)
    zone = schedule_of(user).zone
    today = until.astimezone(zone).date()
    first = today - timedelta(days=1 if since is Since.YESTERDAY else 7)
    if since is Since.ABSENCE:
        first = last_absence(user, today) or first
    start = datetime.combine(first, time(), tzinfo=zone)
    return lambda _seen_at: start


def last_absence(user: Any, today: date) -> date | None:
    """The first day of the absence that has just ended, or goes on; None without one."""
    recent = Absence.objects.visible_to(user).filter(
        starts_on__lte=today, ends_on__gte=today - AFTER_AN_ABSENCE
    )
    return recent.order_by("-ends_on", "-starts_on").values_list("starts_on", flat=True).first()


def now() -> datetime:
    return timezone.now()


def _around(user: Any, earliest: datetime) -> Any:
    """Ids of spaces: one's home, and wherever one wrote, or was named since `earliest`."""
    chosen = Membership.objects.filter(user=user).values_list("space_id")
    followed = Follow.objects.filter(user=user).values_list("space_id")
    everyone = Space.objects.whole_company().values_list("pk")
    written = Post.objects.filter(author=user, withdrawn_at=None).values_list("space_id")
    answered = Comment.objects.filter(author=user, withdrawn_at=None).values_list("post__space_id")
    named = Mention.objects.filter(person=user, mentioned_at__gt=earliest)
    return chosen.union(followed, everyone, written, answered, named.values_list("post__space_id"))


def _place(space: Any, beginning: NewestSeen, until: datetime) -> Place:
    is_everyone = space.built_in == Space.BuiltIn.EVERYONE
    return Place(
        space=space,
        since=max(beginning(space.seen_at), until - LONGEST),
        is_home=bool(space.role) or space.is_followed or is_everyone,
        is_animated=space.role in ANIMATING,
    )
