"""When a digest leaves, and what becomes of it when the mail server does not play along."""

import re
from datetime import datetime, timedelta

import pytest

from apps.digests.actions import choose_digest
from apps.digests.figure import outside_hours
from apps.digests.models import Digest, Rhythm
from apps.hours.actions import add_absence, pause_until
from apps.posts.actions import create_post
from apps.profiles.actions import deactivate_person
from tests.digests.conftest import MONDAY, PARIS, states, tick

WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def weekly(known, mail_server):
    tick()


def monday(clock, weeks=0) -> None:
    clock.move_to(MONDAY + weeks * WEEK)
    tick()


class TestHours:
    def test_a_pause_holds_it_back(self, known, clock, mail_server):
        create_post(author=known.owner, space=known.open, body="Neuf")
        pause_until(actor=known.member, person=known.member, until=MONDAY + timedelta(days=1))
        clock.move_to(MONDAY)
        tick()
        assert mail_server.arrived == []
        clock.move_to(MONDAY + timedelta(days=1, minutes=5))
        tick()
        assert len(mail_server.arrived) == 1

    def test_never_outside_even_when_a_worker_is_late(self, known, clock, mail_server):
        create_post(author=known.owner, space=known.open, body="Neuf")
        clock.move_to(MONDAY + timedelta(hours=12))
        tick()
        assert mail_server.arrived == []
        assert states(known.member) == [("2026-W47", "waiting")]
        clock.move_to(MONDAY + timedelta(hours=23, minutes=30))
        tick()
        assert len(mail_server.arrived) == 1
        assert Digest.objects.get(person=known.member).was_inside

    def test_digests_are_part_of_the_figure_that_everybody_reads(self, known, clock, signed_in):
        create_post(author=known.owner, space=known.open, body="Neuf")
        monday(clock)
        assert outside_hours(MONDAY.date()) == (0, 1)
        page = signed_in(known.member).get("/quiet-hours/").content.decode()
        assert "0 sur 1" in page or "0 of 1" in page
        Digest.objects.update(was_inside=False)
        assert outside_hours(MONDAY.date()) == (1, 1)
        clock.move_to(MONDAY + timedelta(days=31))
        assert outside_hours(MONDAY.date() + timedelta(days=31)) == (0, 0)

    def test_after_an_absence_it_leads_to_catch_up(self, known, clock, mail_server):
        known.member.language = "en"
        known.member.save()
        add_absence(
            actor=known.member,
            person=known.member,
            starts_on=MONDAY.date(),
            ends_on=(MONDAY + timedelta(days=15)).date(),
        )
        tick()
        for day in range(16):
            clock.move_to(MONDAY + timedelta(days=day, hours=1))
            tick()
            create_post(author=known.owner, space=known.open, body=f"Jour {day}")
        assert mail_server.arrived == []
        clock.move_to(MONDAY + timedelta(days=16))
        tick()
        (mail,) = mail_server.arrived
        assert "You were away." in mail.text
        assert "/catch-up/?since=absence" in mail.text


class TestTrouble:
    def test_a_server_that_is_busy_is_asked_again(self, known, clock, mail_server):
        create_post(author=known.owner, space=known.open, body="Neuf")
        mail_server.recipients[known.member.email] = "451 Later"
        monday(clock)
        assert states(known.member) == [("2026-W47", "waiting")]
        mail_server.recipients.clear()
        tick()
        assert mail_server.arrived == []
        clock.move_to(MONDAY + timedelta(minutes=3))
        tick()
        assert states(known.member) == [("2026-W47", "sent")]
        assert len(mail_server.arrived) == 1

    def test_an_address_that_refuses_ends_it(self, known, clock, mail_server):
        create_post(author=known.owner, space=known.open, body="Neuf")
        mail_server.recipients[known.member.email] = "550 5.1.1 No such user"
        monday(clock)
        assert states(known.member) == [("2026-W47", "failed")]

    def test_who_left_or_wants_none_any_more_gets_none(self, known, clock, mail_server):
        create_post(author=known.owner, space=known.open, body="Neuf")
        mail_server.recipients[known.member.email] = "451 Later"
        monday(clock)
        mail_server.recipients.clear()
        choose_digest(person=known.member, rhythm=Rhythm.NEVER)
        assert states(known.member) == [("2026-W47", "cancelled")]
        Digest.objects.update(state="waiting")
        choose_digest(person=known.member, rhythm=Rhythm.WEEKLY)
        deactivate_person(actor=known.administrator, person=known.member)
        clock.move_to(MONDAY + timedelta(minutes=10))
        tick()
        assert states(known.member) == [("2026-W47", "cancelled")]
        assert mail_server.arrived == []

    def test_one_that_cannot_be_written_does_not_hold_up_the_others(
        self, known, clock, mail_server
    ):
        create_post(author=known.owner, space=known.open, body="Neuf")
        clock.move_to(MONDAY)
        broken = Digest.objects.create(
            person=known.owner,
            period="2026-W47",
            rhythm="broken",
            due_at=MONDAY - timedelta(hours=1),
            next_attempt_at=MONDAY - timedelta(hours=1),
        )
        Digest.objects.create(
            person=known.member,
            period="x",
            rhythm="weekly",
            due_at=MONDAY,
            next_attempt_at=MONDAY,
        )
        tick()
        broken.refresh_from_db()
        assert broken.state == "waiting"
        assert broken.error
        assert [it.recipient for it in mail_server.arrived] == [known.member.email]


@pytest.mark.parametrize("rhythm", [Rhythm.DAILY, Rhythm.WEEKLY])
@pytest.mark.parametrize("start", ["2027-03-22", "2027-10-25"])
def test_through_the_change_of_the_clocks(known, clock, mail_server, rhythm, start):
    """Each day something is written; each period is told once, none twice, none outside hours."""

    first = datetime.fromisoformat(start).replace(tzinfo=PARIS)
    clock.move_to(first - timedelta(days=1))
    choose_digest(person=known.member, rhythm=rhythm, hour=9)
    for hour in range(0, 24 * 14, 3):
        moment = first + timedelta(hours=hour)
        clock.move_to(moment)
        create_post(author=known.owner, space=known.open, body=f"Numéro {hour}.")
        tick()
        tick()
    days = 10 if rhythm == Rhythm.DAILY else 2
    assert len(mail_server.arrived) == days
    assert not Digest.objects.filter(state="sent", was_inside=False).exists()
    told = re.findall(r"Numéro \d+\.", "\n".join(it.text for it in mail_server.arrived))
    assert len(told) == len(set(told))
