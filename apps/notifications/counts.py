"""How much waits for a person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from apps.hours.calendar import is_open
from apps.hours.lookup import schedule_of
from apps.notifications.models import Notification


@dataclass(frozen=True, slots=True)
class Unread:
    """Notifications that are shown and not read: those that concern the person directly, others."""

    direct: int
    other: int


def unread(person: Any) -> Unread:
    """One query, over the person's unread rows only."""
    waiting = Notification.objects.visible_to(person).unread()
    counted = waiting.aggregate(direct=Count("pk", filter=Q(is_direct=True)), all=Count("pk"))
    return Unread(counted["direct"], counted["all"] - counted["direct"])


def may_show_badge(person: Any, now: datetime) -> bool:
    """Whether a number may call for attention: in the person's hours. Four queries."""
    return is_open(schedule_of(person), now)
