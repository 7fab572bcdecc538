"""When a digest is due: pure arithmetic on clocks and days, without the database.

A period is a day or an ISO week on the person's own wall, and has one digest at most. It is due at
the hour they chose, or when their hours open after it, be it in the next period. A period in which
they do not open at all has none: what happened in it is in the next one.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from apps.digests.models import Rhythm
from apps.hours.calendar import Schedule, next_opening

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person chose, without the person. `weekday` counts for a weekly digest only."""

    rhythm: str
    hour: int
    weekday: int


def period_of(rhythm: str, day: date) -> str:
    """`"2026-11-22"` for a daily digest, `"2026-W47"` for a weekly one."""
    if rhythm == Rhythm.DAILY:
        return day.isoformat()
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02}"


def next_due(wish: Wish, schedule: Schedule, after: datetime) -> datetime:
    """The first instant at or after `after`, in UTC, when a digest is due.

    Where the hours never open, more than a year away: it is asked again long before.
    """
    # What was chosen for a day that is not worked is due in the period that follows.
    day = _previous_period(wish, after.astimezone(schedule.zone).date())
    while (due := _due(wish, schedule, day)) < after:
        day = _next_period(wish, day)
    return due


def _due(wish: Wish, schedule: Schedule, day: date) -> datetime:
    """When the digest chosen for the period of `day` is due, or the one it is overtaken by."""
    opening = next_opening(schedule, _moment(wish, schedule, day))
    opens_on = opening.astimezone(schedule.zone).date()
    own = next_opening(schedule, _moment(wish, schedule, opens_on))
    own_day = own.astimezone(schedule.zone).date()
    is_overtaken = period_of(wish.rhythm, own_day) == period_of(wish.rhythm, opens_on)
    return own if is_overtaken else opening


def after_period(wish: Wish, schedule: Schedule, due_at: datetime) -> datetime:
    """The first instant after the period that `due_at` is in."""
    day = _next_period(wish, due_at.astimezone(schedule.zone).date())
    return datetime.combine(day, time(), tzinfo=schedule.zone).astimezone(UTC)


def _moment(wish: Wish, schedule: Schedule, day: date) -> datetime:
    """The chosen hour in the period that holds `day`. An hour that the clocks skip is the next."""
    if wish.rhythm != Rhythm.DAILY:
        day += (wish.weekday - day.weekday()) * _DAY
    return datetime.combine(day, time(wish.hour), tzinfo=schedule.zone).astimezone(UTC)


def _next_period(wish: Wish, day: date) -> date:
    if wish.rhythm == Rhythm.DAILY:
        return day + _DAY
    return day + (7 - day.weekday()) * _DAY


def _previous_period(wish: Wish, day: date) -> date:
    return day - (_DAY if wish.rhythm == Rhythm.DAILY else 7 * _DAY)
