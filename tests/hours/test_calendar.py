"""A person's open hours: by examples, and against a count minute by minute."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings, strategies as st

from apps.hours.calendar import (
    SEARCHED,
    Schedule,
    is_open,
    next_opening,
    parse_week,
    write_week,
    zone_named,
)

ZONES = [
    "Europe/Paris",
    "America/Montreal",
    "Asia/Tokyo",
    "Australia/Lord_Howe",  # half an hour of summer
    "America/Santiago",  # the clock is moved at midnight
    "Africa/Casablanca",
]
OFFICE = [["08:00", "18:30"]]
OFFICE_WEEK = [OFFICE] * 5 + [[], []]


def schedule(zone="Europe/Paris", week=None, **more):
    return Schedule(zone=ZoneInfo(zone), week=parse_week(week or OFFICE_WEEK), **more)


def at(text, zone="Europe/Paris", fold=0):
    """The instant when the clock of `zone` shows this."""
    local = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)
    return local.astimezone(UTC)


clocks = st.times(timezones=st.none()).map(lambda it: it.replace(second=0, microsecond=0))
weeks = st.lists(st.lists(st.tuples(clocks, clocks), max_size=3), min_size=7, max_size=7).map(
    lambda days: tuple(tuple(sorted(day)) for day in days)
)
# Around every change of the clocks of these years, and far from them.
instants = st.datetimes(
    min_value=datetime(2025, 9, 1),  # noqa: DTZ001
    max_value=datetime(2027, 12, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
days = st.dates(date(2025, 9, 1), date(2027, 12, 1))
absences = st.lists(
    st.tuples(days, st.integers(0, 30)).map(lambda it: (it[0], it[0] + timedelta(days=it[1]))),
    max_size=3,
).map(tuple)
schedules = st.builds(
    Schedule,
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    week=weeks,
    absences=absences,
    paused_until=st.none() | instants,
)


@settings(max_examples=400, deadline=None)
@given(schedules, instants)
def test_the_next_opening_is_open_and_nothing_before_it_is(plan, now):
    opening = next_opening(plan, now)
    assert now <= opening <= now + SEARCHED
    assert is_open(plan, opening) or opening == now + SEARCHED
    assert (opening == now) == is_open(plan, now)
    # Every quarter of an hour up to there, and the last minutes one by one.
    steps = int((opening - now) / timedelta(minutes=15))
    between = [now + n * timedelta(minutes=15) for n in range(min(steps, 3000))]
    between += [opening - timedelta(minutes=n, microseconds=1) for n in range(240)]
    assert not [it for it in between if now <= it < opening and is_open(plan, it)]


@settings(max_examples=300, deadline=None)
@given(schedules, instants)
def test_open_is_what_the_clock_on_the_wall_says(plan, now):
    """Against a list of the minutes of the local week, made in another way than the code does."""
    local = now.astimezone(plan.zone)
    shown = local.hour * 60 + local.minute
    worked = set()
    for day, shift in ((local.date(), 0), (local.date() - timedelta(days=1), 1440)):
        if any(a <= day <= b for a, b in plan.absences):
            continue
        for begins, ends in plan.week[day.weekday()]:
            first, last = (it.hour * 60 + it.minute for it in (begins, ends))
            last += 1440 if last <= first else 0
            worked |= {minute - shift for minute in range(first, last)}
    away = any(a <= local.date() <= b for a, b in plan.absences)
    paused = plan.paused_until is not None and now < plan.paused_until
    assert is_open(plan, now) == (shown in worked and not away and not paused)


@pytest.mark.parametrize(
    ("now", "opening"),
    [
        ("2026-11-18T10:00", "2026-11-18T10:00"),  # a Wednesday morning
        ("2026-11-18T07:59", "2026-11-18T08:00"),
        ("2026-11-18T18:30", "2026-11-19T08:00"),  # the end is outside
        ("2026-11-20T19:00", "2026-11-23T08:00"),  # Friday evening: Monday
    ],
)
def test_an_office_week(now, opening):
    assert next_opening(schedule(), at(now)) == at(opening)


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/Montreal", "Asia/Tokyo"])
@pytest.mark.parametrize("friday", ["2026-03-06", "2026-03-27", "2026-10-23", "2026-10-30"])
def test_monday_begins_at_eight_also_when_the_clocks_were_moved_on_sunday(zone, friday):
    monday = (date.fromisoformat(friday) + timedelta(days=3)).isoformat()
    opening = next_opening(schedule(zone), at(f"{friday}T20:00", zone))
    assert opening == at(f"{monday}T08:00", zone)


def test_the_half_hour_of_lord_howe():
    nights = schedule("Australia/Lord_Howe", [[["01:30", "02:15"]]] * 7)
    # 4 October 2026: at 02:00 the clock shows 02:30, so a quarter of an hour is lost.
    assert is_open(nights, at("2026-10-04T01:59", "Australia/Lord_Howe"))
    assert not is_open(nights, at("2026-10-04T02:30", "Australia/Lord_Howe"))
    # 5 April 2026: at 02:00 the clock shows 01:30 again, and the hour is worked to its end.
    first = at("2026-04-05T01:45", "Australia/Lord_Howe")
    second = at("2026-04-05T01:45", "Australia/Lord_Howe", fold=1)
    assert second - first == timedelta(minutes=30)
    assert is_open(nights, first)
    assert is_open(nights, second)


def test_a_beginning_that_the_clock_skips_opens_when_the_clock_goes_on():
    early = schedule(week=[[["02:30", "05:00"]]] * 7)
    assert next_opening(early, at("2026-03-29T01:00")) == at("2026-03-29T03:00")


def test_an_hour_that_comes_twice_is_judged_by_its_name():
    early = schedule(week=[[["02:30", "03:00"]]] * 7)
    first, second = (at("2026-10-25T02:30", fold=fold) for fold in (0, 1))
    assert next_opening(early, at("2026-10-25T01:00")) == first
    assert not is_open(early, at("2026-10-25T02:15", fold=1))
    assert next_opening(early, at("2026-10-25T02:15", fold=1)) == second


def test_a_night_shift():
    nights = schedule(week=[[["22:00", "06:00"]]] * 5 + [[], []])
    assert is_open(nights, at("2026-11-18T23:00"))
    assert is_open(nights, at("2026-11-19T05:59"))
    assert not is_open(nights, at("2026-11-19T06:00"))
    assert is_open(nights, at("2026-11-21T03:00")), "Friday's night reaches into Saturday"
    assert next_opening(nights, at("2026-11-21T07:00")) == at("2026-11-23T22:00")


def test_a_whole_day_is_midnight_to_midnight():
    always = schedule(week=[[["00:00", "00:00"]]] * 7)
    assert is_open(always, at("2026-11-18T00:00"))
    assert is_open(always, at("2026-03-29T03:00"))
    assert is_open(always, at("2026-11-18T23:59"))


def test_absences():
    away = schedule(absences=((date(2026, 11, 18), date(2026, 11, 20)),))
    assert next_opening(away, at("2026-11-18T09:00")) == at("2026-11-23T08:00")
    assert is_open(away, at("2026-11-17T18:29"))


def test_a_night_that_begins_on_a_day_of_absence_is_not_worked():
    nights = schedule(
        week=[[["22:00", "06:00"]]] * 7, absences=((date(2026, 11, 18), date(2026, 11, 18)),)
    )
    assert is_open(nights, at("2026-11-17T23:59"))
    assert next_opening(nights, at("2026-11-18T00:00")) == at("2026-11-19T22:00")


def test_a_pause():
    paused = schedule(paused_until=at("2026-11-18T11:00"))
    assert next_opening(paused, at("2026-11-18T10:00")) == at("2026-11-18T11:00")
    late = schedule(paused_until=at("2026-11-18T20:00"))
    assert next_opening(late, at("2026-11-18T10:00")) == at("2026-11-19T08:00")


def test_an_empty_week_never_opens_and_says_so_at_once():
    now = at("2026-11-18T10:00")
    assert next_opening(schedule(week=[[]] * 7), now) == now + SEARCHED
    endless = schedule(absences=((date(2026, 1, 1), date(9999, 12, 31)),))
    assert next_opening(endless, now) == now + SEARCHED
    forever = schedule(paused_until=datetime.max.replace(tzinfo=UTC))
    assert next_opening(forever, now) == now + SEARCHED


def test_an_instant_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        is_open(schedule(), datetime(2026, 11, 18, 10))  # noqa: DTZ001


@pytest.mark.parametrize(
    "name", ["", "US/Pacific-New", "Europe", "../etc/passwd", "/etc/passwd", "a" * 5000, "x\0y"]
)
def test_a_zone_that_does_not_exist_is_none(name):
    assert zone_named(name) is None


def test_a_week_is_written_as_it_was_read():
    assert write_week(parse_week(OFFICE_WEEK)) == OFFICE_WEEK


@pytest.mark.parametrize(
    "stored",
    [
        None,
        {},
        [[]] * 6,
        [[]] * 8,
        [[["8h", "9h"]]] + [[]] * 6,
        [[["08:00"]]] + [[]] * 6,
        [[["08:00", "25:00"]]] + [[]] * 6,
        [[[8, 9]]] + [[]] * 6,
        [[8]] + [[]] * 6,
        [None] * 7,
        [[["08:00+02:00", "09:00"]]] + [[]] * 6,
    ],
)
def test_a_week_that_cannot_be_read_is_a_value_error(stored):
    with pytest.raises(ValueError):  # noqa: PT011
        parse_week(stored)


@settings(max_examples=100, deadline=None)
@given(weeks)
@example(((),) * 7)
def test_every_week_comes_back_from_what_is_stored(week):
    assert parse_week(write_week(week)) == week
    assert all(
        isinstance(it, time) for day in parse_week(write_week(week)) for i in day for it in i
    )
