"""Choosing, looking before, and ending it from the mail."""

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client

from apps.digests.actions import choice_of, choose_digest, end_digests
from apps.digests.models import Digest, DigestChoice, Rhythm
from apps.digests.unsubscribing import unsubscribe_url
from apps.events.models import OutboxEvent
from apps.notifications.mails import unsubscribing
from apps.notifications.mails.unsubscribing import want_mails
from apps.posts.actions import create_post
from tests.digests.conftest import MONDAY, states, tick

ENGLISH = {"accept-language": "en"}


@pytest.fixture
def client(known, signed_in):
    return signed_in(known.member)


def test_says_what_holds_and_when_the_next_one_comes(client):
    page = client.get("/settings/digest/", headers=ENGLISH).text
    assert "Monday 16 November 2026, 09:00" in page
    assert re.search(r'value="weekly"[^>]* checked', page)


def test_chooses(client, known):
    answer = client.post("/settings/digest/", {"rhythm": "daily", "weekday": "0", "hour": "14"})
    assert (answer.status_code, answer["Location"]) == (303, "/settings/digest/")
    chosen = choice_of(known.member)
    assert (chosen.rhythm, chosen.hour) == ("daily", 14)
    assert chosen.next_at == MONDAY.replace(day=12, hour=14)
    client.post("/settings/digest/", {"rhythm": "never", "weekday": "0", "hour": "14"})
    assert choice_of(known.member).next_at is None


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"rhythm": "hourly", "weekday": "0", "hour": "9"},
        {"rhythm": "daily", "weekday": "9", "hour": "9"},
        {"rhythm": "daily", "weekday": "0", "hour": "24"},
        {"rhythm": "daily", "weekday": "0", "hour": "🙂"},
    ],
)
def test_refuses_what_is_no_clock(client, known, sent):
    assert client.post("/settings/digest/", sent).status_code == 422
    assert choice_of(known.member).rhythm == "weekly"


def test_shows_what_it_would_say(client, known):
    assert "Nothing would be sent" in client.get("/settings/digest/preview/", headers=ENGLISH).text
    create_post(author=known.owner, space=known.open, body="Neuf")
    create_post(author=known.owner, space=known.confidential, body="Un albatros")
    page = client.get("/settings/digest/preview/", headers=ENGLISH).text
    assert "things to read" in page or "thing to read" in page or "à lire" in page
    mail = client.get("/settings/digest/mail/")
    assert "Neuf" in mail.text
    assert "albatros" not in mail.text
    policy = mail["Content-Security-Policy"]
    assert "script-src 'none'" in policy
    assert "default-src 'none'" in policy
    assert not Digest.objects.exists(), "looking sends nothing and remembers nothing"


class TestUnsubscribing:
    def path(self, person) -> str:
        return urlsplit(unsubscribe_url(person)).path

    def test_a_program_ends_it_with_one_post(self, known, clock, mail_server):
        create_post(author=known.owner, space=known.open, body="Neuf")
        tick()
        clock.move_to(MONDAY)
        tick()
        address = mail_server.arrived[0].message["List-Unsubscribe"].strip(" <>")
        program = Client(enforce_csrf_checks=True)
        answer = program.post(urlsplit(address).path, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert choice_of(known.member).rhythm == Rhythm.NEVER

    def test_opening_the_link_ends_nothing(self, known):
        stranger = Client()
        page = stranger.get(self.path(known.member))
        assert page.status_code == 200
        assert choice_of(known.member).rhythm == Rhythm.WEEKLY
        assert known.member.display_name not in page.text
        assert known.member.email not in page.text

    def test_a_mistake_is_repaired(self, known):
        stranger, path = Client(), self.path(known.member)
        stranger.post(path)
        stranger.post(path, {"what": "again"})
        assert choice_of(known.member).rhythm == Rhythm.WEEKLY

    @pytest.mark.parametrize("token", ["x", "MTI6:1abc:def", "🙂", "x" * 3000])
    def test_a_forged_link_is_no_page(self, known, token):
        assert Client().post(f"/digests/unsubscribe/{token}/").status_code == 404

    def test_a_link_of_another_kind_is_no_key(self, known):
        other = unsubscribing.unsubscribe_url(known.member, ["mention"])
        token = urlsplit(other).path.rstrip("/").rpartition("/")[2]
        assert Client().post(f"/digests/unsubscribe/{token}/").status_code == 404

    def test_what_waits_is_cancelled(self, known, clock, mail_server):
        create_post(author=known.owner, space=known.open, body="Neuf")
        tick()
        mail_server.recipients[known.member.email] = "451 Later"
        clock.move_to(MONDAY)
        tick()
        Client().post(self.path(known.member))
        assert states(known.member) == [("2026-W47", "cancelled")]

    def test_who_ends_all_mails_ends_digests(self, known):

        link = unsubscribing.unsubscribe_url(known.member, ["mention"])
        asked = unsubscribing.unsubscribing(urlsplit(link).path.rstrip("/").rpartition("/")[2])
        want_mails(asked, is_wanted=False, of_everything=True)
        event = OutboxEvent.objects.get(name="mails.ended")
        end_digests(event.person_id)
        assert choice_of(known.member).rhythm == Rhythm.NEVER


def test_never_leaves_the_hour_as_it_was(known):
    choose_digest(person=known.member, rhythm=Rhythm.WEEKLY, hour=15, weekday=3)
    choose_digest(person=known.member, rhythm=Rhythm.NEVER)
    choose_digest(person=known.member, rhythm=Rhythm.DAILY)
    chosen = choice_of(known.member)
    assert (chosen.hour, chosen.weekday) == (15, 3)


def test_nobody_sees_the_digests_of_another(known, clock):
    tick()
    clock.move_to(MONDAY)
    tick()
    for person in (known.owner, known.administrator):
        assert not Digest.objects.visible_to(person).exists()
        assert not DigestChoice.objects.visible_to(person).filter(person=known.member).exists()
    assert Digest.objects.visible_to(known.member).exists()
