"""When a person may be interrupted: pure arithmetic on clocks and days, without the database.

Open means that the clock on the person's wall shows a time inside one of their intervals, on a day
that is not an absence. Thinking in wall clocks is what makes both daylight-saving changes come out
right: an hour that is skipped is nobody's, an hour that comes twice is judged twice by its name.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from heapq import merge
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

Interval = tuple[time, time]
Week = tuple[tuple[Interval, ...], ...]

SEARCHED = timedelta(days=400)
"""How far an opening is looked for: longer than any leave, short enough to be found at once."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Schedule:
    """`week` has seven days, Monday first, each with its intervals. One that ends before or when it
    begins ends on the next day: 22:00-06:00 is a night, 00:00-00:00 the whole day.

    `absences` are first and last days, both included; a night that begins on a day of absence is
    not worked either. Nothing is open before `paused_until`.
    """

    zone: ZoneInfo
    week: Week
    absences: tuple[tuple[date, date], ...] = ()
    paused_until: datetime | None = None


def is_open(schedule: Schedule, at: datetime) -> bool:
    """Whether the person may be interrupted at this instant. Raises ValueError for a naive one."""
    at = _instant(at)
    if schedule.paused_until and at < schedule.paused_until:
        return False
    local = at.astimezone(schedule.zone)
    day, clock = local.date(), local.time()
    if _is_absent(schedule, day):
        return False
    for begins, ends in schedule.week[day.weekday()]:
        if begins <= clock and (clock < ends or ends <= begins):
            return True
    eve = day - _DAY
    nights = [ends for begins, ends in schedule.week[eve.weekday()] if ends <= begins]
    return any(clock < ends for ends in nights) and not _is_absent(schedule, eve)


def next_opening(schedule: Schedule, at: datetime) -> datetime:
    """The first instant from `at` on, in UTC, when the schedule is open: `at` itself if it is.

    `at` + 400 days where nothing opens before that: an empty week, a pause without end.
    """
    at = _instant(at)
    last = at + SEARCHED
    start = max(at, _instant(schedule.paused_until)) if schedule.paused_until else at
    if start >= last:
        return last
    if is_open(schedule, start):
        return start
    if not any(schedule.week):
        return last
    for candidate in _candidates(schedule, start, last):
        if is_open(schedule, candidate):
            return candidate
    return last


def next_closing(schedule: Schedule, at: datetime, *, within: timedelta = SEARCHED) -> datetime:
    """The first instant from `at` on, in UTC, when the schedule is closed: `at` itself if it is.

    `at` + `within` where nothing closes before that.
    """
    at = _instant(at)
    last = at + within
    if not is_open(schedule, at):
        return at
    clocks = {time(), *(ends for day in schedule.week for _begins, ends in day)}
    week = tuple(tuple((clock, clock) for clock in clocks) for _day in schedule.week)
    every_end = replace(schedule, week=week)
    candidates = _candidates(every_end, at, last)
    return next((it for it in candidates if not is_open(schedule, it)), last)


def zone_named(name: str) -> ZoneInfo | None:
    """The time zone of that name, or None: zones are renamed and abolished, and people mistype."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def parse_week(stored: Sequence[Sequence[Sequence[str]]]) -> Week:
    """`[[["08:00", "18:30"]], …]`, seven days, as times. Raises ValueError for anything else."""
    if not isinstance(stored, list | tuple) or len(stored) != 7:
        raise ValueError("a week has seven days")
    return tuple(_parse_day(day) for day in stored)


def write_week(week: Week) -> list[list[list[str]]]:
    """The other way round: what is stored."""
    return [[[f"{begins:%H:%M}", f"{ends:%H:%M}"] for begins, ends in day] for day in week]


def _parse_day(day: Sequence[Sequence[str]]) -> tuple[Interval, ...]:
    try:
        intervals = [(time.fromisoformat(begins), time.fromisoformat(ends)) for begins, ends in day]
    except TypeError as problem:
        raise ValueError(str(problem)) from problem
    if any(clock.tzinfo for interval in intervals for clock in interval):
        raise ValueError("a time of day has no zone of its own")
    return tuple(sorted(intervals))


def _instant(at: datetime) -> datetime:
    """In UTC: Python compares two datetimes of one zone by their clocks, not by when they are."""
    if at.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    return at.astimezone(UTC)


def _is_absent(schedule: Schedule, day: date) -> bool:
    return any(first <= day <= last for first, last in schedule.absences)


def _candidates(schedule: Schedule, start: datetime, last: datetime) -> Iterator[datetime]:
    """Every instant after `start` when something may open, in order: an interval begins, or the
    clock itself is moved.
    """
    first = start.astimezone(schedule.zone).date() - _DAY
    days = [first + n * _DAY for n in range((last - start).days + 3)]
    for instant in merge(_beginnings(schedule, days), _changes(schedule.zone, days)):
        if start < instant < last:
            yield instant


def _beginnings(schedule: Schedule, days: list[date]) -> Iterator[datetime]:
    """When intervals begin. An hour that comes twice begins twice, one that is skipped never."""
    for day in days:
        instants = set()
        for begins, _ends in schedule.week[day.weekday()]:
            wall = datetime.combine(day, begins)
            both = [wall.replace(tzinfo=schedule.zone, fold=fold) for fold in (0, 1)]
            instants |= {it.astimezone(UTC) for it in both}
        yield from sorted(it for it in instants if it.astimezone(schedule.zone).date() == day)


def _changes(zone: ZoneInfo, days: list[date]) -> Iterator[datetime]:
    """The instants when the clocks of this zone are moved, to the second."""
    for day in days:
        low = datetime.combine(day, time(), tzinfo=UTC)
        high = low + _DAY
        before = low.astimezone(zone).utcoffset()
        if high.astimezone(zone).utcoffset() == before:
            continue
        while high - low > timedelta(seconds=1):
            middle = (low + (high - low) // 2).replace(microsecond=0)
            if middle.astimezone(zone).utcoffset() == before:
                low = middle
            else:
                high = middle
        yield high
