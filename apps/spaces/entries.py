"""Who waits at the doors of a space, who was asked in, which units read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from apps.core.normalise import normalise
from apps.core.pagination import Page, keyset
from apps.profiles.models import Unit, User
from apps.spaces.models import (
    Exclusion,
    Invitation,
    JoinRequest,
    JournalEntry,
    Space,
    SpaceUnitGrant,
)
from apps.spaces.models.space import READ

PAGE_LENGTH = 20
LATELY = 10
FOUND = 6
BY_AGE: dict[str, type] = {"asked_at": datetime, "id": int}
NEWEST: dict[str, type] = {"-sent_at": datetime, "-id": int}


@dataclass(frozen=True, slots=True)
class UnitAccess:
    """A unit that reads a space: how many people, and who let it in when, if that is known."""

    unit: Unit
    people: int
    granted_by: User | None = None
    granted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class UnitFound:
    unit: Unit
    people: int
    reads: bool


def requests_waiting(user: Any, space: Space, cursor: str = "") -> Page[JoinRequest]:
    """Those who wait longest first. One query."""
    waiting = JoinRequest.objects.visible_to(user).waiting().filter(space=space)
    return keyset(waiting.with_people(), order=BY_AGE, cursor=cursor, limit=PAGE_LENGTH)


def requests_waiting_count(user: Any, space: Space) -> int:
    return JoinRequest.objects.visible_to(user).waiting().filter(space=space).count()


def answered_lately(user: Any, space: Space) -> list[JoinRequest]:
    answered = JoinRequest.objects.visible_to(user).filter(
        space=space, state__in=[JoinRequest.State.ACCEPTED, JoinRequest.State.DECLINED]
    )
    return list(answered.with_people().order_by("-decided_at", "-id")[:LATELY])


def my_request(user: Any, space: Space) -> JoinRequest | None:
    """What this person asked last, unless they took it back."""
    mine = JoinRequest.objects.visible_to(user).filter(user=user, space=space)
    last = mine.with_people().order_by("-asked_at", "-id").first()
    return None if last is None or last.state == JoinRequest.State.WITHDRAWN else last


def my_invitation(user: Any, space: Space) -> Invitation | None:
    mine = Invitation.objects.visible_to(user).waiting().filter(user=user, space=space)
    return mine.with_people().first()


def invitations_waiting(user: Any, space: Space, cursor: str = "") -> Page[Invitation]:
    """Those not answered yet, newest first. One query."""
    waiting = Invitation.objects.visible_to(user).waiting().filter(space=space)
    return keyset(waiting.with_people(), order=NEWEST, cursor=cursor, limit=PAGE_LENGTH)


def invitations_waiting_count(user: Any, space: Space) -> int:
    return Invitation.objects.visible_to(user).waiting().filter(space=space).count()


def my_exclusion(user: Any, space_slug: str) -> Exclusion | None:
    """The newest that concerns this person in this space, over or not."""
    mine = Exclusion.objects.visible_to(user).filter(user=user, space__slug=space_slug)
    return mine.with_people().select_related("space", "appeal_decided_by").order_by("-pk").first()


def exclusions_in(user: Any, space: Space) -> list[Exclusion]:
    """Those in force, whoever appealed first."""
    there = Exclusion.objects.visible_to(user).in_force().filter(space=space)
    appealed = Q(appealed_at__isnull=False, appeal_decided_at=None)
    rows = (
        there.with_people()
        .select_related("appeal_decided_by")
        .annotate(waits=Count("pk", filter=appealed))
    )
    return list(rows.order_by("-waits", "-excluded_at")[:200])


def exclusions_count(user: Any, space: Space) -> int:
    return Exclusion.objects.visible_to(user).in_force().filter(space=space).count()


def units_reading(user: Any, space: Space) -> list[UnitAccess]:
    """The units that read `space`, for someone who reads it. Two queries; none where none does."""
    if not space.has_unit_readers:
        return []
    held = SpaceUnitGrant.objects.filter(content_object=space, permission__codename=READ)
    units = Unit.objects.filter(group__in=held.values("group")).order_by("path")
    units = units.annotate(headcount=Count("group__user", filter=Q(group__user__is_active=True)))
    since = _since(user, space, [unit.group_id for unit in units])
    return [
        UnitAccess(unit, unit.headcount, *since.get(unit.group_id, (None, None))) for unit in units
    ]


def units_found(space: Space, text: str) -> list[UnitFound]:
    """The first few units whose name has words beginning like those of `text`. Two queries."""
    wanted = normalise(text).split()
    if not wanted:
        return []
    named = Unit.objects.order_by("path").only("name")
    pks = [unit.pk for unit in named if _begins(unit.name, wanted)][:FOUND]
    found = Unit.objects.filter(pk__in=pks).order_by("path")
    found = found.annotate(headcount=Count("group__user", filter=Q(group__user__is_active=True)))
    held = SpaceUnitGrant.objects.filter(content_object=space, permission__codename=READ)
    reading = set(held.values_list("group_id", flat=True)) if pks else set()
    return [UnitFound(unit, unit.headcount, unit.group_id in reading) for unit in found]


def _begins(name: str, wanted: list[str]) -> bool:
    words = normalise(name).split()
    return all(any(word.startswith(start) for word in words) for start in wanted)


def _since(
    user: Any, space: Space, groups: list[int]
) -> dict[int | None, tuple[User | None, datetime]]:
    """Who let each unit in, and when, as the journal has it. One query."""
    lines = JournalEntry.objects.visible_to(user).filter(
        space=space, kind=JournalEntry.Kind.UNIT_GRANTED, group__in=groups
    )
    return {
        line.group_id: (line.actor, line.at)
        for line in lines.select_related("actor").order_by("pk")
    }
