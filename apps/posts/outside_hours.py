"""Writing outside working hours: until when nobody is told, and when it could go out instead."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from apps.hours.calendar import Schedule, is_open, next_opening
from apps.hours.lookup import schedule_of

DAY_BEGINS = time(9)
# Further away, nothing is known of this person's hours.
FURTHEST = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class OutsideHours:
    """`opening` is when the author's hours begin again; `morning` the same, at nine or later."""

    opening: datetime
    morning: datetime
    zone: ZoneInfo


def outside_hours(author: Any, at: datetime | None = None) -> OutsideHours | None:
    """None while the author's hours are open.

    Their week and time zone count, or those of the organisation; not their absences and pauses:
    who writes during their leave writes to colleagues who work.
    """
    at = at or timezone.now()
    schedule = replace(schedule_of(author), absences=(), paused_until=None)
    if is_open(schedule, at):
        return None
    opening = next_opening(schedule, at)
    if opening - at > FURTHEST:
        return None
    return OutsideHours(opening, _morning(schedule, opening), schedule.zone)


def _morning(schedule: Schedule, opening: datetime) -> datetime:
    local = opening.astimezone(schedule.zone)
    if local.time() >= DAY_BEGINS:
        return opening
    nine = datetime.combine(local.date(), DAY_BEGINS, tzinfo=schedule.zone)
    return next_opening(schedule, nine)
