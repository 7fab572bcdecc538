"""Letters over real SMTP, read as another program reads them."""

import re
import smtplib
import socket
from email.utils import parseaddr

import pytest
from django.utils import timezone

from apps.mailing.actions import receive_again, suppress_address
from apps.mailing.bounces import VALID_DAYS, bounce_address, is_ours
from apps.mailing.letters import Letter
from apps.mailing.models import Suppression
from apps.mailing.sending import (
    TemporaryFailure,
    Undeliverable,
    can_receive,
    open_connection,
    send,
)
from tests.mailservers import MailServer, mail_server

__all__ = ["mail_server"]

HOSTILE = "Zoé\r\nBcc: everybody@example.test\x00\u202e <b>\n\nbody"


def letter(**changed: object) -> Letter:
    values = {
        "to": "ana@example.test",
        "language": "fr",
        "template": "emails/accounts/already_here",
        "context": {"organisation": "Aubrac"},
    }
    return Letter(**values | changed)


@pytest.fixture(autouse=True)
def database(db):
    """Each letter asks whether its address receives mail."""


def test_a_letter_is_text_and_html_in_its_language(mail_server: MailServer):
    send(letter())
    send(letter(language="en"))
    french, english = mail_server.arrived
    assert french.recipient == "ana@example.test"
    assert "Bonjour," in french.text
    assert "Bonjour," in french.html
    assert '<html lang="fr">' in french.html
    assert "Hello," in english.text
    assert english.message["Subject"] == "Your account at Aubrac"
    kinds = [part.get_content_type() for part in english.message.walk()]
    assert kinds == ["multipart/alternative", "text/plain", "text/html"]


def test_headers_say_what_other_programs_need(mail_server: MailServer):
    send(
        letter(
            message_id="one@aubrac.example",
            in_reply_to="<zero@aubrac.example>",
            references=("root@aubrac.example", "zero@aubrac.example"),
            reply_to="reply+token@aubrac.example",
            sender_name="Mehdi Member",
            unsubscribe_url="https://social.example/unsubscribe/token/",
        )
    )
    message = mail_server.arrived[0].message
    assert message["Message-ID"] == "<one@aubrac.example>"
    assert message["In-Reply-To"] == "<zero@aubrac.example>"
    assert message["References"] == "<root@aubrac.example> <zero@aubrac.example>"
    assert message["Reply-To"] == "reply+token@aubrac.example"
    assert message["From"] == "Mehdi Member <rsn@aubrac.example>"
    assert message["List-Unsubscribe"] == "<https://social.example/unsubscribe/token/>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"]


def test_a_letter_of_ones_own_is_not_a_list(mail_server: MailServer):
    send(letter())
    message = mail_server.arrived[0].message
    assert message["List-Unsubscribe"] is None
    assert message["From"] == "Aubrac <rsn@aubrac.example>"
    assert message["Message-ID"].endswith("@aubrac.example>")


@pytest.mark.parametrize("name", ["sender_name", "message_id", "in_reply_to", "unsubscribe_url"])
def test_no_header_can_be_smuggled_in(mail_server: MailServer, name):
    send(letter(**{name: HOSTILE}))
    message = mail_server.arrived[0].message
    assert message["Bcc"] is None
    assert [arrived.recipient for arrived in mail_server.arrived] == ["ana@example.test"]
    assert "everybody@example.test" not in parseaddr(message["From"])[1]


def test_a_hostile_subject_is_one_line(mail_server: MailServer, settings):
    send(letter(context={"organisation": HOSTILE}))
    message = mail_server.arrived[0].message
    assert message["Bcc"] is None
    assert "Bcc: everybody@example.test" in message["Subject"]
    assert "\u202e" not in message["Subject"]


@pytest.mark.parametrize(
    "address",
    ["", "ana", "ana@example.test\r\nRCPT TO:<eve@example.test>", "ana@example.test, b@c.de"],
)
def test_what_is_no_address_gets_nothing(mail_server: MailServer, address):
    with pytest.raises(Undeliverable):
        send(letter(to=address))
    assert not mail_server.arrived


def test_nothing_in_a_mail_is_fetched_from_anywhere(mail_server: MailServer):
    send(letter())
    html = mail_server.arrived[0].html
    assert not re.search(r"<(img|link|script|iframe|object|audio|video|source|svg)\b", html)
    assert not re.search(r"url\(|@import|@font-face|background=|srcset", html)


def test_styles_stand_on_the_elements_and_the_dark_stays(mail_server: MailServer):
    send(letter())
    html = mail_server.arrived[0].html
    assert re.search(r'<a class="action"[^>]*style="[^"]*background: ?#00574a', html)
    assert "prefers-color-scheme: dark" in html
    assert ".preheader {" not in html


def test_many_letters_share_a_connection(mail_server: MailServer):
    with open_connection() as connection:
        for number in range(3):
            send(letter(to=f"p{number}@example.test"), connection=connection)
    assert [arrived.recipient for arrived in mail_server.arrived] == [
        "p0@example.test",
        "p1@example.test",
        "p2@example.test",
    ]


# What a mail server answers


def test_a_mailbox_that_does_not_exist_gets_no_second_mail(mail_server: MailServer):
    mail_server.recipients["ana@example.test"] = "550 5.1.1 No such user here"
    with pytest.raises(Undeliverable, match="No such user"):
        send(letter())
    assert not can_receive("Ana@example.test ")
    row = Suppression.objects.get()
    assert (row.reason, row.detail) == ("bounce", "5.1.1 No such user here")
    mail_server.recipients.clear()
    with pytest.raises(Undeliverable, match="refuses mail"):
        send(letter())
    assert not mail_server.arrived


@pytest.mark.parametrize(
    "answer", ["550 5.7.1 Message looks like spam", "552 5.2.2 Mailbox full", "554 Not today"]
)
def test_a_refusal_that_may_pass_stops_only_this_mail(mail_server: MailServer, answer):
    mail_server.recipients["ana@example.test"] = answer
    with pytest.raises(Undeliverable):
        send(letter())
    assert can_receive("ana@example.test")


@pytest.mark.parametrize("where", ["recipients", "refusing"])
def test_try_again_later_is_tried_again_later(mail_server: MailServer, where):
    getattr(mail_server, where)["ana@example.test"] = "451 4.3.0 Try again later"
    with pytest.raises(TemporaryFailure):
        send(letter())
    getattr(mail_server, where).clear()
    send(letter())
    assert len(mail_server.arrived) == 1


def test_a_message_refused_for_good(mail_server: MailServer):
    mail_server.refusing["ana@example.test"] = "554 5.6.0 Not this one"
    with pytest.raises(Undeliverable):
        send(letter())
    assert can_receive("ana@example.test")


def test_a_mail_server_that_is_away(mail_server: MailServer, settings):
    settings.EMAIL_PORT = 9
    with pytest.raises(TemporaryFailure):
        send(letter())


def test_a_connection_that_breaks_is_opened_again(mail_server: MailServer):
    with open_connection() as connection:
        send(letter(), connection=connection)
        connection.connection.sock.shutdown(socket.SHUT_RDWR)
        with pytest.raises(TemporaryFailure):
            send(letter(), connection=connection)
        send(letter(), connection=connection)
    assert len(mail_server.arrived) == 2


def test_smtp_of_the_standard_library_sees_nothing_odd(mail_server: MailServer):
    """The server of these tests is one that others talk to as well."""
    with smtplib.SMTP("127.0.0.1", mail_server.port) as client:
        client.sendmail("a@example.test", ["b@example.test"], "Subject: x\r\n\r\nx")
    assert mail_server.arrived[0].message["Subject"] == "x"


# Addresses that refuse


def test_a_complaint_lets_through_what_was_asked_for(mail_server: MailServer):
    suppress_address(address="ana@example.test", reason="complaint")
    with pytest.raises(Undeliverable):
        send(letter())
    send(letter(is_asked_for=True))
    suppress_address(address="ana@example.test", reason="bounce", detail="gone")
    with pytest.raises(Undeliverable):
        send(letter(is_asked_for=True))
    assert receive_again(address="ANA@example.test")
    assert not receive_again(address="ana@example.test")
    send(letter())
    assert len(mail_server.arrived) == 2


def test_a_mail_comes_back_to_an_address_that_only_we_can_write(
    mail_server: MailServer, settings, time_machine
):
    settings.RSN_BOUNCE_ADDRESS = "bounces@aubrac.example"
    send(letter())
    sender = mail_server.arrived[0].sender
    local, _at, domain = sender.partition("@")
    base, _plus, token = local.partition("+")
    assert (base, domain) == ("bounces", "aubrac.example")
    assert len(local) <= 64
    assert is_ours(token, "Ana@example.test")
    assert is_ours(token.upper(), "ana@example.test")
    assert not is_ours(token, "bob@example.test")
    assert not is_ours("ffff" + token[4:], "ana@example.test")
    assert not is_ours("", "ana@example.test")
    assert mail_server.arrived[0].message["From"] == "Aubrac <rsn@aubrac.example>"
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "y" * 60
    assert is_ours(token, "ana@example.test")
    settings.SECRET_KEY_FALLBACKS = []
    assert not is_ours(token, "ana@example.test")


def test_a_bounce_comes_within_a_month(settings, time_machine):
    settings.RSN_BOUNCE_ADDRESS = "bounces@aubrac.example"
    sent = timezone.now()
    token = bounce_address("ana@example.test").split("+")[1].split("@")[0]
    time_machine.move_to(sent + timezone.timedelta(days=VALID_DAYS))
    assert is_ours(token, "ana@example.test")
    time_machine.move_to(sent + timezone.timedelta(days=VALID_DAYS + 1))
    assert not is_ours(token, "ana@example.test")
