"""Exactly one a period, on every clock: pure arithmetic."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings, strategies as st

from apps.digests.models import Rhythm
from apps.digests.periods import Wish, after_period, next_due, period_of
from apps.hours.calendar import Schedule, is_open

ZONES = ["Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kolkata"]
OFFICE = ((time(8), time(18, 30)),)
WEEK = (OFFICE,) * 5 + ((), ())
ALWAYS = (((time(0), time(0)),),) * 7
WEEKLY, DAILY = Wish(Rhythm.WEEKLY, 9, 0), Wish(Rhythm.DAILY, 9, 0)


def schedule(zone="Europe/Paris", week=WEEK, **more) -> Schedule:
    return Schedule(zone=ZoneInfo(zone), week=week, **more)


def walk(wish: Wish, where: Schedule, start: datetime, number: int) -> list[datetime]:
    """The next digests, one after another, as planning computes them."""
    moments = []
    due = next_due(wish, where, start)
    for _ in range(number):
        moments.append(due)
        due = next_due(wish, where, after_period(wish, where, due))
    return moments


def local(moment: datetime, where: Schedule) -> str:
    return f"{moment.astimezone(where.zone):%a %d.%m %H:%M}"


def test_weekly_is_monday_at_nine():
    where = schedule()
    start = datetime(2026, 11, 12, 10, tzinfo=where.zone)
    said = [local(it, where) for it in walk(WEEKLY, where, start, 3)]
    assert said == ["Mon 16.11 09:00", "Mon 23.11 09:00", "Mon 30.11 09:00"]


def test_daily_leaves_out_days_that_are_not_worked():
    where = schedule()
    start = datetime(2026, 11, 12, 9, tzinfo=where.zone)
    said = [local(it, where) for it in walk(DAILY, where, start, 4)]
    assert said == ["Thu 12.11 09:00", "Fri 13.11 09:00", "Mon 16.11 09:00", "Tue 17.11 09:00"]


def test_an_hour_outside_waits_for_the_opening():
    where = schedule()
    start = datetime(2026, 11, 12, 10, tzinfo=where.zone)
    early, late = Wish(Rhythm.WEEKLY, 5, 1), Wish(Rhythm.WEEKLY, 22, 1)
    assert local(next_due(early, where, start), where) == "Tue 17.11 08:00"
    assert local(next_due(late, where, start), where) == "Wed 18.11 08:00"
    sunday = Wish(Rhythm.WEEKLY, 9, 6)
    said = [local(it, where) for it in walk(sunday, where, start, 3)]
    assert said == ["Mon 16.11 08:00", "Mon 23.11 08:00", "Mon 30.11 08:00"]


def test_who_works_nights_has_a_digest_too():
    nights = schedule(week=(((time(0), time(6)),),) * 5 + ((), ()))
    start = datetime(2026, 11, 12, 10, tzinfo=nights.zone)
    said = [local(it, nights) for it in walk(DAILY, nights, start, 3)]
    assert said == ["Fri 13.11 00:00", "Mon 16.11 00:00", "Tue 17.11 00:00"]


def test_after_an_absence_it_comes_on_return():
    away = ((date(2026, 11, 13), date(2026, 12, 1)),)
    where = schedule(absences=away)
    start = datetime(2026, 11, 12, 10, tzinfo=where.zone)
    said = [local(it, where) for it in walk(WEEKLY, where, start, 2)]
    assert said == ["Wed 02.12 08:00", "Mon 07.12 09:00"]
    assert local(next_due(DAILY, where, start), where) == "Wed 02.12 09:00"


def test_a_week_that_never_opens_is_far_away():
    where = schedule(week=((),) * 7)
    start = datetime(2026, 11, 12, 10, tzinfo=where.zone)
    assert next_due(WEEKLY, where, start) - start > timedelta(days=300)


def test_periods_have_names_of_their_own_year():
    assert period_of("daily", date(2026, 11, 2)) == "2026-11-02"
    assert period_of("weekly", date(2027, 1, 1)) == "2026-W53"
    assert period_of("weekly", date(2024, 12, 30)) == "2025-W01"


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("hour", [0, 1, 2, 3, 9, 23])
@pytest.mark.parametrize("rhythm", [Rhythm.DAILY, Rhythm.WEEKLY])
def test_exactly_one_a_period_through_a_year_of_clocks(zone, hour, rhythm):
    """Both changes of the clocks are inside, wherever they are made."""
    where = schedule(zone, ALWAYS)
    wish = Wish(rhythm, hour, 6)
    number = 400 if rhythm == Rhythm.DAILY else 60
    moments = walk(wish, where, datetime(2026, 1, 1, tzinfo=UTC), number)
    periods = [period_of(rhythm, it.astimezone(where.zone).date()) for it in moments]
    assert len(set(periods)) == len(periods)
    step = timedelta(days=1 if rhythm == Rhythm.DAILY else 7)
    days = [it.astimezone(where.zone).date() for it in moments]
    assert all(later - day == step for day, later in pairwise(days))
    hours = {it.astimezone(where.zone).hour for it in moments}
    assert hours <= {hour, hour + 1}, "an hour that the clocks skip is the next one"


@settings(deadline=None, max_examples=150)
@given(
    zone=st.sampled_from(ZONES),
    hour=st.integers(0, 23),
    weekday=st.integers(0, 6),
    rhythm=st.sampled_from([Rhythm.DAILY, Rhythm.WEEKLY]),
    days=st.sets(st.integers(0, 6), min_size=1),
    begins=st.integers(0, 22),
    lasts=st.integers(1, 30),
    away=st.tuples(st.integers(0, 60), st.integers(0, 30)),
    start=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)),  # noqa: DTZ001
)
def test_never_outside_the_hours_and_never_twice(  # noqa: PLR0917
    zone, hour, weekday, rhythm, days, begins, lasts, away, start
):
    ends = time((begins + min(lasts, 23 - begins)) % 24)
    week = tuple(((time(begins), ends),) if n in days else () for n in range(7))
    first = start.date() + timedelta(days=away[0])
    where = schedule(zone, week, absences=((first, first + timedelta(days=away[1])),))
    wish = Wish(rhythm, hour, weekday)
    moments = walk(wish, where, start.replace(tzinfo=UTC), 12)
    periods = [period_of(rhythm, it.astimezone(where.zone).date()) for it in moments]
    assert len(set(periods)) == len(periods)
    assert moments == sorted(moments)
    assert all(is_open(where, it) for it in moments)
