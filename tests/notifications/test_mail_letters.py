"""What a mail says, read from the mail server it went to."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from apps.hours.actions import set_working_hours
from apps.hours.calendar import parse_week
from apps.mailing.models import Suppression
from apps.notifications.actions import set_conversation, set_preference
from apps.notifications.kinds import all_kinds
from apps.notifications.mails import letter_of, preview
from apps.notifications.models import Channel, Delivery, Envelope
from apps.notifications.sending import leave
from apps.notifications.sending.forming import form
from apps.posts.actions import (
    create_comment,
    create_post,
    edit_comment,
    react,
    withdraw_comment,
)
from apps.spaces.actions import allow_content_in_mail, remove_member
from tests.mailservers import MailServer, mail_server
from tests.notifications.pipeline import pump

__all__ = ["mail_server"]

# Said without naming who did it.
NAMELESS = {"audience_grew", "space_offered"}
SECRETS = ("Cave confidential", "Odile", "Mehdi", "Anaïs", "Xylophone", "Quartz")


@pytest.fixture(autouse=True)
def answered_by_mail(settings):
    settings.RSN_REPLY_ADDRESS = "reply@aubrac.example"


@pytest.fixture
def post_office(clock, quiet_world, mail_server: MailServer):
    """Lets the mails that are due leave; returns those that arrived since."""

    def deliver():
        seen = len(mail_server.arrived)
        clock.undo_window()
        clock.go(minutes=30)
        leave(Channel.MAIL)
        return mail_server.arrived[seen:]

    return deliver


def answer(world, space, *, body="Xylophone on Tuesday?", title="Quartz day"):
    """The member asked something; the animator answered."""
    post = create_post(author=world.member, space=space, title=title, body="What day suits?")
    return create_comment(author=world.animator, post=post, body=body)


def test_words_stand_before_a_reaction_that_came_later(quiet_world, post_office):
    member, space = quiet_world.member, quiet_world.on_request
    set_preference(person=member, kind="reacted", channel="mail", is_wanted=True)
    comment = answer(quiet_world, space)
    react(user=quiet_world.owner, said=comment.post, kind="thanks")
    (mail,) = post_office()
    answered, reacted = (mail.text.find(said) for said in ("a répondu", "a réagi"))
    assert -1 < answered < reacted


def test_an_answer_comes_as_a_mail_with_what_was_said(quiet_world, post_office):
    comment = answer(quiet_world, quiet_world.on_request)
    (mail,) = post_office()
    message = mail.message
    assert mail.recipient == quiet_world.member.email
    assert message["Subject"] == "Quartz day · Cave on_request"
    assert message["From"].startswith("Anaïs Animator · Aubrac <")
    assert "Xylophone on Tuesday?" in mail.text
    assert "Xylophone on Tuesday?" in mail.html
    link = f"/posts/{comment.post_id}/#comment-{comment.pk}"
    assert link in mail.text
    assert f'{link}"' in mail.html
    assert message["Reply-To"].startswith("reply+")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_what_a_person_writes_is_text_in_a_mail(quiet_world, post_office):
    hostile = "<p>a &lt;img src=x&gt; <b>b</b></p><p>second</p>"
    answer(quiet_world, quiet_world.on_request, body=hostile, title="<script>\r\nBcc: x@y.z\r\n")
    (mail,) = post_office()
    assert "<script" not in mail.html
    assert "<img" not in mail.html
    assert "&lt;img src=x&gt; b<br>second" in mail.html
    assert "a <img src=x> b\nsecond" in mail.text.replace("\r\n", "\n")
    assert mail.message["Bcc"] is None
    assert "\n" not in mail.message["Subject"]


def test_mails_of_a_conversation_belong_together(quiet_world, post_office):
    comment = answer(quiet_world, quiet_world.on_request)
    (first,) = post_office()
    create_comment(author=quiet_world.owner, post=comment.post, body="Wednesday")
    second = next(m for m in post_office() if m.recipient == quiet_world.member.email)
    one, two = first.message, second.message
    assert one["References"] == two["References"] == two["In-Reply-To"]
    assert one["Subject"] == two["Subject"]
    assert one["Message-ID"] != two["Message-ID"]
    answer(quiet_world, quiet_world.on_request)
    assert post_office()[0].message["References"] != one["References"]


def test_the_reader_s_language_and_time_zone(quiet_world, post_office):
    quiet_world.member.language = "en"
    quiet_world.member.save()
    me = quiet_world.member
    always = parse_week([[["00:00", "23:59"]]] * 7)
    set_working_hours(actor=me, person=me, time_zone="Asia/Tokyo", week=always)
    pump()
    answer(quiet_world, quiet_world.on_request)
    (mail,) = post_office()
    assert "Anaïs Animator answered your post “Quartz day”" in mail.text
    assert "6:00" in mail.text or "18:00" in mail.text
    assert '<html lang="en">' in mail.html
    quiet_world.member.language = "fr"
    quiet_world.member.save()
    answer(quiet_world, quiet_world.on_request)
    (mail,) = post_office()
    assert '<html lang="fr">' in mail.html


# Confidential spaces


def test_of_a_confidential_space_a_mail_says_nothing(quiet_world, post_office):
    """No title, no name of the space or of people, no words, nowhere in what leaves."""
    comment = answer(quiet_world, quiet_world.confidential)
    create_post(
        author=quiet_world.owner,
        space=quiet_world.confidential,
        title="Quartz",
        body="Xylophone",
        is_announcement=True,
    )
    mails = post_office()
    assert len(mails) >= 2
    for mail in mails:
        whole = "\n".join([str(mail.message), mail.text, mail.html, mail.message["From"]])
        for secret in SECRETS:
            assert secret not in whole.replace(mail.recipient, ""), secret
        assert quiet_world.confidential.slug not in whole
        assert mail.message["Reply-To"] is None
    mine = [mail for mail in mails if f"/posts/{comment.post_id}/" in mail.text]
    assert [mail.recipient for mail in mine] == [quiet_world.member.email]
    assert {mail.message["Subject"] for mail in mails} == {mails[0].message["Subject"]}


def test_owners_may_let_mails_quote(quiet_world, post_office):
    world = quiet_world
    allow_content_in_mail(actor=world.owner, space=world.confidential, is_allowed=True)
    answer(world, world.confidential)
    (mail,) = post_office()
    assert mail.message["Subject"] == "Quartz day · Cave confidential"
    assert "Xylophone" in mail.text
    assert mail.message["Reply-To"]


def test_a_grouped_mail_says_nothing_of_it_either(quiet_world, post_office, clock):
    clock.set(datetime(2026, 3, 3, 23, 0, tzinfo=ZoneInfo("Europe/Paris")))
    answer(quiet_world, quiet_world.confidential)
    answer(quiet_world, quiet_world.on_request, body="Lantern", title="Meeting")
    assert not post_office()
    clock.set(datetime(2026, 3, 4, 10, 0, tzinfo=ZoneInfo("Europe/Paris")))
    (mail,) = [mail for mail in post_office() if mail.recipient == quiet_world.member.email]
    assert "Lantern" in mail.text
    assert "Meeting" in mail.html
    assert mail.message["Reply-To"] is None
    whole = mail.text + mail.html + str(mail.message)
    for secret in ("Cave confidential", "Xylophone", "Quartz", quiet_world.confidential.slug):
        assert secret not in whole, secret


# Asked again when it leaves


def envelopes(world) -> list[Envelope]:
    form(Channel.MAIL)
    return list(Envelope.objects.filter(person=world.member, channel=Channel.MAIL))


@pytest.fixture
def formed(quiet_world, clock):
    """An envelope that is formed and has not left, about a comment."""
    comment = answer(quiet_world, quiet_world.on_request)
    clock.undo_window()
    clock.go(minutes=30)
    (envelope,) = envelopes(quiet_world)
    assert letter_of(envelope)
    return envelope, comment


def test_words_taken_back_are_not_mailed(formed, quiet_world):
    envelope, comment = formed
    withdraw_comment(actor=quiet_world.animator, comment=comment)
    assert letter_of(envelope) is None


def test_who_lost_the_space_gets_no_mail(formed, quiet_world):
    envelope, _comment = formed
    remove_member(actor=quiet_world.owner, space=quiet_world.on_request, user=quiet_world.member)
    assert letter_of(envelope) is None


def test_who_muted_gets_no_mail(formed, quiet_world):
    envelope, comment = formed
    set_conversation(person=quiet_world.member, post=comment.post, state="mute")
    assert letter_of(envelope) is None


def test_who_left_gets_no_mail(formed, quiet_world):
    envelope, _comment = formed
    envelope.person.is_active = False
    assert letter_of(envelope) is None


def test_a_mail_says_the_words_as_they_are_when_it_leaves(formed, quiet_world):
    envelope, comment = formed
    edit_comment(actor=quiet_world.animator, comment=comment, body="Corrected")
    letter = letter_of(envelope)
    assert letter.context["lines"][0].excerpts[0].text == "Corrected"


def test_the_same_envelope_is_the_same_mail(formed):
    envelope, _comment = formed
    assert letter_of(envelope).message_id == letter_of(envelope).message_id == envelope.message_id


def test_an_address_that_refuses_ends_the_envelope(quiet_world, post_office, mail_server):
    mail_server.recipients[quiet_world.member.email] = "550 5.1.1 Unknown"
    answer(quiet_world, quiet_world.on_request)
    assert not post_office()
    assert Envelope.objects.get(person=quiet_world.member).state == Envelope.State.FAILED
    assert Delivery.objects.get(person=quiet_world.member, channel="mail").state == "failed"
    assert Suppression.objects.filter(address=quiet_world.member.email).exists()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_kind_can_be_seen_beforehand(language):
    for kind in all_kinds():
        html = preview(kind, language)
        assert f'<html lang="{language}">' in html
        assert "Inès Moreau" in html or kind.slug in NAMELESS
        assert not re.search(r"<(img|link|script)\b|url\(", html)


def test_the_preview_is_a_page_without_script(world, signed_in):
    answer = signed_in(world.member).get("/settings/notifications/mails/mentioned/")
    assert answer.status_code == 200
    policy = answer["Content-Security-Policy"]
    assert "style-src 'unsafe-inline'" in policy
    assert "script-src 'none'" in policy
    assert signed_in(world.member).get("/settings/notifications/mails/x/").status_code == 404
