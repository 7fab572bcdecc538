"""The screens about working hours."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from playwright.sync_api import Page

from apps.hours.actions import add_absence, pause_until, set_working_hours
from apps.hours.calendar import parse_week
from apps.hours.lookup import schedule_of
from apps.hours.models import WorkingHours
from apps.hours.pauses import Length, end_of
from tests.conftest import World
from tests.e2e.screens import Screen, in_turn, press


def choose_own(page: Page) -> None:
    page.locator("[name=whose][value=own]").check()


SCREENS = [
    Screen("working hours", "/settings/hours/", "owner"),
    Screen(
        "working hours, one's own",
        "/settings/hours/",
        "owner",
        act=in_turn(choose_own, press(".day summary >> nth=0", ".day [open] .span")),
    ),
    Screen("working hours, everything said", "/settings/hours/"),
    Screen("working hours, a zone that is gone", "/settings/hours/", "animator"),
    Screen(
        "working hours, refused",
        "/settings/hours/",
        status=422,
        sent={"whose": "own", "works_1": "on", "from_1_1": "08:00", "to_1_1": "08:00"},
    ),
    Screen(
        "a day away, refused",
        "/settings/hours/absences/",
        status=422,
        sent={"ends_on": "2020-01-01"},
    ),
    Screen("a pause, refused", "/settings/hours/pause/", status=422, sent={"until": ""}),
    Screen("quiet hours", "/quiet-hours/", "owner"),
    Screen("quiet hours, hours of one's own", "/quiet-hours/"),
]


def furnish(world: World, names: dict[str, Any]) -> None:
    member = world.member
    week = parse_week(
        [[["08:00", "12:00"], ["13:30", "17:00"]]] * 4 + [[["22:00", "06:00"]], [], []]
    )
    set_working_hours(actor=member, person=member, time_zone="America/Montreal", week=week)
    today = timezone.now().date()
    add_absence(actor=member, person=member, starts_on=today, ends_on=today + timedelta(days=200))
    ends = end_of(Length.MONDAY, schedule_of(member), timezone.now())
    pause_until(actor=member, person=member, until=ends)
    WorkingHours.objects.create(person=world.animator, time_zone="US/Pacific-New")
