"""The mail itself: what it says, what it does not repeat, and what never leaves."""

import re
from datetime import timedelta

import pytest

from apps.digests.contents import MOST
from apps.digests.models import Digest
from apps.feed.actions import mark_seen
from apps.notifications.models import ConversationSetting, Notification, SpaceSetting
from apps.posts.actions import create_comment, create_post, withdraw_post
from apps.spaces.actions import allow_content_in_mail, remove_member
from tests.digests.conftest import MONDAY, states, tick

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
