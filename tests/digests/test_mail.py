"""The mail itself: what it says, what it does not repeat, and what never leaves."""

import re
from datetime import datetime, timedelta

import pytest

from apps.digests.actions import choose_digest
from apps.digests.contents import MOST
from apps.digests.models import Digest, Rhythm
from apps.feed.actions import mark_seen
from apps.hours.actions import add_absence, pause_until
from apps.notifications.models import ConversationSetting, Notification, SpaceSetting
from apps.posts.actions import create_comment, create_post, withdraw_post
from apps.profiles.actions import deactivate_person
from apps.spaces.actions import allow_content_in_mail, remove_member
from tests.digests.conftest import MONDAY, PARIS, states, tick

WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def weekly(known, mail_server):
    tick()


def said(mail_server) -> str:
    """Everything that arrived, headers too."""
    return "\n".join(f"{it.message['Subject']}\n{it.text}\n{it.html}" for it in mail_server.arrived)


def monday(clock, weeks=0) -> None:
    clock.move_to(MONDAY + weeks * WEEK)
    tick()


def test_says_what_was_missed_once(known, clock, mail_server):
    create_post(author=known.leader, space=known.everyone, title="Le cap", body="Voilà où on va")
    create_post(author=known.owner, space=known.on_request, body="Un joint torique")
    monday(clock)
    tick()
    (mail,) = mail_server.arrived
    assert mail.recipient == known.member.email
    assert "2" in mail.message["Subject"]
    for words in ("Le cap", "Voilà où on va", "Un joint torique", "/catch-up/"):
        assert words in mail.text
        assert words in mail.html
    digest = Digest.objects.get(person=known.member)
    assert (digest.state, digest.shown, digest.was_inside) == ("sent", 2, True)
    monday(clock, 1)
    assert len(mail_server.arrived) == 1
    assert states(known.member) == [("2026-W47", "sent"), ("2026-W48", "nothing")]


def test_nothing_to_say_is_not_said(known, clock, mail_server):
    monday(clock)
    assert mail_server.arrived == []
    assert states(known.member) == [("2026-W47", "nothing")]


def test_headers(known, clock, mail_server):
    create_post(author=known.owner, space=known.open, body="Neuf")
    monday(clock)
    message = mail_server.arrived[0].message
    assert message["Message-ID"] == f"<digest.{known.member.pk}.2026-W47@127.0.0.1>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert (
        "/digests/unsubscribe/" in message["List-Unsubscribe"]
        or "/unsubscribe/" in message["List-Unsubscribe"]
    )
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "<img" not in mail_server.arrived[0].html


def test_in_the_language_of_the_person(known, clock, mail_server):
    known.member.language = "en"
    known.member.save()
    create_post(author=known.leader, space=known.everyone, body="Bonjour")
    monday(clock)
    mail = mail_server.arrived[0]
    assert mail.message["Subject"] == "Your week: 1 thing to read"
    assert "A leader wrote." in mail.text
    assert '<html lang="en">' in mail.html


def test_at_most_twelve_and_how_many_others(known, clock, mail_server):
    known.member.language = "en"
    known.member.save()
    for number in range(30):
        create_post(author=known.owner, space=known.open, body=f"Message {number}")
    for number in range(16):
        create_post(author=known.owner, space=known.on_request, body=f"Autre {number}")
    mine = create_post(author=known.member, space=known.open, body="Ma question")
    create_comment(author=known.owner, post=mine, body="Une réponse")
    monday(clock)
    mail = mail_server.arrived[0]
    shown = len(re.findall(r"Message \d+|Autre \d+|Une réponse", mail.text))
    assert shown <= MOST
    assert f"and {47 - shown} more" in mail.text
    assert "Une réponse" in mail.text, "what concerns one is not pushed out by what is new"


def test_what_was_notified_is_not_repeated(known, clock, mail_server):
    told = create_post(author=known.owner, space=known.open, body="Déjà annoncé")
    create_post(author=known.owner, space=known.open, body="Jamais annoncé")
    mine = create_post(author=known.member, space=known.open, body="Ma question")
    answer = create_comment(author=known.owner, post=mine, body="Déjà répondu")
    for post, comment in ((told, None), (mine, answer)):
        Notification.objects.create(
            person=known.member,
            kind="x",
            rank=1,
            event_id=1,
            occasion=str(comment or post),
            space=known.open,
            post=post,
            comment=comment,
            subject=str(post),
            day=MONDAY.date(),
            is_direct=True,
            due_at=MONDAY,
            delivered_at=MONDAY,
        )
    monday(clock)
    words = said(mail_server)
    assert "Jamais annoncé" in words
    assert "Déjà annoncé" not in words
    assert "Déjà répondu" not in words


def test_what_was_seen_is_not_repeated(known, clock, mail_server):
    create_post(author=known.owner, space=known.open, body="Lu sur place")
    mark_seen(user=known.member, space=known.open)
    create_post(author=known.owner, space=known.open, body="Venu après")
    monday(clock)
    assert "Venu après" in said(mail_server)
    assert "Lu sur place" not in said(mail_server)


def test_what_was_sent_is_not_repeated(known, clock, mail_server):
    clock.move_to(MONDAY - timedelta(minutes=2))
    create_post(author=known.owner, space=known.open, body="Juste avant")
    monday(clock)
    create_post(author=known.owner, space=known.open, body="Juste après")
    monday(clock, 1)
    first, second = mail_server.arrived
    assert "Juste avant" in first.text
    assert "Juste avant" not in second.text
    assert "Juste après" in second.text


def test_what_is_muted_is_not_said(known, clock, mail_server):
    loud = create_post(author=known.owner, space=known.open, body="Conversation muette")
    create_post(author=known.owner, space=known.on_request, body="Espace muet")
    create_comment(author=known.member, post=loud, body="Moi")
    create_comment(author=known.owner, post=loud, body="Réponse muette")
    ConversationSetting.objects.create(person=known.member, post=loud, state="mute")
    SpaceSetting.objects.create(person=known.member, space=known.on_request, level="mute")
    monday(clock)
    assert mail_server.arrived == []


class TestConfidential:
    def test_no_word_leaves_only_that_there_is_something(self, known, clock, mail_server):
        post = create_post(
            author=known.owner, space=known.confidential, title="Petrel", body="Un albatros"
        )
        create_comment(author=known.animator, post=post, body="Un macareux")
        monday(clock)
        (mail,) = mail_server.arrived
        content = mail.content.decode() + said(mail_server)
        for word in ("Petrel", "albatros", "macareux", known.confidential.name, "Odile"):
            assert word not in content
        for trace in (known.confidential.slug, f"/posts/{post.pk}/"):
            assert trace not in content
        assert "un espace" in mail.text or "a space" in mail.text
        monday(clock, 1)
        assert len(mail_server.arrived) == 1, "said once"

    def test_words_leave_where_the_owners_let_them(self, known, clock, mail_server):
        allow_content_in_mail(actor=known.owner, space=known.confidential, is_allowed=True)
        create_post(author=known.owner, space=known.confidential, body="Un albatros")
        monday(clock)
        assert "Un albatros" in said(mail_server)

    def test_who_was_removed_learns_nothing(self, known, clock, mail_server):
        allow_content_in_mail(actor=known.owner, space=known.confidential, is_allowed=True)
        create_post(author=known.owner, space=known.confidential, body="Un albatros")
        remove_member(actor=known.owner, space=known.confidential, user=known.member)
        monday(clock)
        assert mail_server.arrived == []


def test_what_was_withdrawn_is_not_said(known, clock, mail_server):
    post = create_post(author=known.owner, space=known.open, body="Oups")
    withdraw_post(actor=known.owner, post=post)
    monday(clock)
    assert mail_server.arrived == []


def test_not_before_words_may_be_taken_back(known, clock, mail_server, settings):
    settings.RSN_UNDO_SECONDS = 30
    clock.move_to(MONDAY - timedelta(seconds=5))
    create_post(author=known.owner, space=known.open, body="À l’instant")
    monday(clock)
    assert mail_server.arrived == []
    monday(clock, 1)
    assert "À l’instant" in said(mail_server)


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
