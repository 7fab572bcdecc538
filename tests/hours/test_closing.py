"""When the present opening ends: what must not be heard later ends with it."""

from datetime import timedelta

from hypothesis import given, settings

from apps.hours.calendar import SEARCHED, is_open, next_closing
from tests.hours.test_calendar import at, instants, schedule, schedules


@settings(max_examples=300, deadline=None)
@given(schedules, instants)
def test_it_is_closed_then_and_open_until_then(plan, now):
    within = timedelta(hours=40)
    closing = next_closing(plan, now, within=within)
    assert now <= closing <= now + within
    assert not is_open(plan, closing) or closing == now + within
    steps = int((closing - now) / timedelta(minutes=1))
    assert all(is_open(plan, now + n * timedelta(minutes=1)) for n in range(steps))


def test_an_office_day_a_night_and_no_end():
    assert next_closing(schedule(), at("2026-11-18T10:00")) == at("2026-11-18T18:30")
    assert next_closing(schedule(), at("2026-11-18T20:00")) == at("2026-11-18T20:00")
    nights = schedule(week=[[["22:00", "06:00"]]] * 7)
    assert next_closing(nights, at("2026-11-18T23:00")) == at("2026-11-19T06:00")
    always = schedule(week=[[["00:00", "00:00"]]] * 7)
    now = at("2026-11-18T10:00")
    assert next_closing(always, now) == now + SEARCHED
