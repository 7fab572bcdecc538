"""Outside hours: 0 of N. The clock goes through weeks in four time zones and both changes of the
hour, while people answer at every hour of the day; what arrives is judged here by the wall clock,
and by the product's own figure."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from apps.hours.actions import add_absence, pause_until, set_working_hours
from apps.notifications.figure import outside_hours
from apps.notifications.models import Envelope
from apps.notifications.sending import leave
from apps.posts.actions import create_comment, create_post
from tests.conftest import make_person
from tests.mailservers import mail_server

__all__ = ["mail_server"]

OFFICE = ((time(8), time(12)), (time(13, 30), time(18)))
NIGHT = ((time(22), time(3, 30)),)  # across every change of the hour
WORKDAYS = (OFFICE,) * 5 + ((), ())
NIGHTS = (NIGHT,) * 7
PEOPLE = {
    "Europe/Paris": WORKDAYS,
    "America/New_York": WORKDAYS,
    "Asia/Kolkata": WORKDAYS,
    "Pacific/Auckland": NIGHTS,
}
STEP = timedelta(minutes=47)  # every minute of the hour comes


def is_at_work(local: datetime, week) -> bool:
    """By the clock on the wall, written again: not the product's own arithmetic."""
    clock, weekday = local.time(), local.weekday()
    if week is NIGHTS:
        return clock >= time(22) or clock < time(3, 30)
    return weekday < 5 and any(begins <= clock < ends for begins, ends in OFFICE)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("monday", "change"),
    [
        (datetime(2026, 3, 23, tzinfo=UTC), "Paris springs forward"),
        (datetime(2026, 10, 19, tzinfo=UTC), "Paris falls back"),
        (datetime(2026, 3, 30, tzinfo=UTC), "Auckland falls back"),
        (datetime(2026, 10, 26, tzinfo=UTC), "New York falls back"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_nothing_leaves_outside_hours(quiet_world, clock, mail_server, monday, change):
    clock.set(monday)
    asked = {}
    for zone, week in PEOPLE.items():
        person = make_person(zone)
        set_working_hours(actor=person, person=person, time_zone=zone, week=week)
        asked[zone] = create_post(author=person, space=quiet_world.open, body="Who knows?")
    addresses = {post.author.email: zone for zone, post in asked.items()}
    said = dict.fromkeys(asked, 0)
    while timezone.now() < monday + timedelta(days=8):
        zone = list(asked)[sum(said.values()) % 4]
        create_comment(author=quiet_world.animator, post=asked[zone], body="I do.")
        said[zone] += 1
        clock.go(seconds=STEP.total_seconds())
        before = len(mail_server.arrived)
        while leave("mail"):
            pass
        for mail in mail_server.arrived[before:]:
            zone = addresses[mail.recipient]
            local = timezone.now().astimezone(ZoneInfo(zone))
            assert is_at_work(local, PEOPLE[zone]), f"{zone} {local}"
    arrived = dict.fromkeys(asked, 0)
    for mail in mail_server.arrived:
        arrived[addresses[mail.recipient]] += 1
    assert all(count >= 4 for count in arrived.values()), arrived
    months = {monday.date(), (monday + timedelta(days=8)).date().replace(day=1)}
    outside, total = map(
        sum, zip(*(outside_hours(month) for month in by_month(months)), strict=True)
    )
    assert (outside, total) == (0, len(mail_server.arrived))


def by_month(days: set[date]) -> list[date]:
    return sorted({day.replace(day=1) for day in days})


def test_absence_and_pause_are_outside_too(quiet_world, clock, mail_server):
    member = quiet_world.member
    post = create_post(author=member, space=quiet_world.open, body="Who knows?")
    today = timezone.localdate()
    add_absence(actor=member, person=member, starts_on=today, ends_on=today + timedelta(days=1))
    pause_until(actor=member, person=member, until=timezone.now() + timedelta(days=3, hours=1))
    opens = timezone.now() + timedelta(days=3, hours=1)
    for _hour in range(24 * 4):
        create_comment(author=quiet_world.animator, post=post, body="I do.")
        clock.go(hours=1)
        while leave("mail"):
            pass
        assert timezone.now() >= opens or not mail_server.arrived
    assert mail_server.arrived
    assert outside_hours(today) == (0, len(mail_server.arrived))


def test_the_figure_is_of_what_left_and_by_month(quiet_world, clock):
    def left(at: datetime, *, inside: bool, state: str = "sent") -> None:
        Envelope.objects.create(
            person=quiet_world.member,
            channel="mail",
            state=state,
            sent_at=at,
            was_inside=inside,
        )

    paris = ZoneInfo("Europe/Paris")
    left(datetime(2026, 3, 1, 0, 0, tzinfo=paris), inside=False)
    left(datetime(2026, 3, 31, 23, 59, tzinfo=paris), inside=True)
    left(datetime(2026, 2, 28, 23, 59, tzinfo=paris), inside=False)
    left(datetime(2026, 4, 1, 0, 0, tzinfo=paris), inside=True)
    left(datetime(2026, 3, 12, 0, 0, tzinfo=paris), inside=False, state="cancelled")
    assert outside_hours(date(2026, 3, 14)) == (1, 2)
    assert outside_hours(date(2026, 4, 1)) == (0, 1)


def test_everybody_reads_the_figure(quiet_world, clock, signed_in):
    Envelope.objects.create(
        person=quiet_world.member,
        channel="mail",
        state="sent",
        sent_at=timezone.now(),
        was_inside=True,
    )
    page = signed_in(quiet_world.outsider).get("/quiet-hours/").content.decode()
    assert "0 sur 1" in page or "0 of 1" in page
