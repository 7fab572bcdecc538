"""The whole way: told, mailed over SMTP, answered, delivered over LMTP, read on the page."""

import os
import signal
import smtplib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.db import connection

from apps.accounts.actions import confirm_email
from apps.mailing.intake import MOST_BYTES
from apps.mailing.lmtp import LmtpDoor
from apps.notifications.models import Channel
from apps.notifications.replies.addresses import reply_address
from apps.notifications.sending import leave
from apps.posts.actions import create_comment, create_post
from apps.posts.models import Comment
from rsn.local import ports
from rsn.local.places import ROOT
from tests.conftest import build_world
from tests.mailservers import Arrived, MailServer, mail_server
from tests.notifications.pipeline import pump
from tests.processes import eventually

__all__ = ["mail_server"]

LINE = b"x" * 998 + b"\r\n"


@pytest.fixture
def committed(transactional_db, settings):
    settings.RSN_REPLY_ADDRESS = "reply@aubrac.example"
    settings.RSN_UNDO_SECONDS = settings.RSN_MAIL_WAIT_SECONDS = 0
    cache.clear()
    world = build_world()
    confirm_email(world.member)
    pump()
    return world


@pytest.fixture
def door(committed) -> Iterator[int]:
    """The door for mail servers, open; its port."""
    port = ports.free_port()
    opened = LmtpDoor(ports.HOST, port)
    opened.start()
    try:
        yield port
    finally:
        opened.stop()


@contextmanager
def client(port: int) -> Iterator[smtplib.LMTP]:
    with smtplib.LMTP(ports.HOST, port) as lmtp:
        yield lmtp


def answered(mail: Arrived, text: str) -> EmailMessage:
    """What a person's program sends when they press "answer" and write above the quotation."""
    asked = mail.message
    message = EmailMessage()
    message["From"] = mail.recipient
    message["To"] = asked["Reply-To"]
    message["Subject"] = f"Re: {asked['Subject']}"
    message["Message-ID"] = "<answer@phone.example>"
    message["In-Reply-To"] = asked["Message-ID"]
    quoted = "\n".join(f"> {line}" for line in mail.text.splitlines())
    message.set_content(f"{text}\n\nLe mar. 3 mars 2026, Anaïs a écrit :\n{quoted}\n")
    return message


def mailed_to_the_member(world, server: MailServer) -> Arrived:
    post = create_post(author=world.member, space=world.on_request, title="Quartz", body="Jour ?")
    create_comment(author=world.animator, post=post, body="Mercredi ?")
    pump()
    leave(Channel.MAIL)
    mine = [mail for mail in server.arrived if mail.recipient == world.member.email]
    return next(mail for mail in mine if mail.message["Reply-To"])


@pytest.fixture
def always_open(time_machine):
    """A Tuesday at ten, on which time goes on."""
    time_machine.move_to("2026-03-03T09:00:00Z", tick=True)


def test_told_mailed_answered_read(always_open, committed, mail_server, door, signed_in):
    mail = mailed_to_the_member(committed, mail_server)
    message = answered(mail, "Mardi me va mieux.")
    for _time in range(2):
        with client(door) as lmtp:
            lmtp.send_message(message, "m@phone.example", [message["To"]])
    comment = Comment.objects.get(author=committed.member)
    assert comment.text == "Mardi me va mieux."
    assert comment.parent is not None
    page = signed_in(committed.animator).get(f"/posts/{comment.post_id}/")
    assert "Mardi me va mieux." in page.text


def test_the_door_knows_its_mailboxes(always_open, committed, mail_server, door):
    mail = mailed_to_the_member(committed, mail_server)
    message = answered(mail, "x")
    good = message["To"]
    for wrong in ("ana@aubrac.example", "reply@aubrac.example", good.replace("+", "+a")):
        with client(door) as lmtp, pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
            lmtp.sendmail("m@phone.example", [wrong], message.as_bytes())
        assert refused.value.recipients[wrong][0] == 550
    message.replace_header("From", "Mehdi <eve@evil.test>")
    with client(door) as lmtp:
        lmtp.send_message(message, "eve@evil.test", [good])
    assert not Comment.objects.filter(author=committed.member).exists()


def test_two_recipients_get_two_answers(always_open, committed, mail_server, door):
    mail = mailed_to_the_member(committed, mail_server)
    message = answered(mail, "Deux fois")
    with client(door) as lmtp:
        lmtp.ehlo_or_helo_if_needed()
        lmtp.mail("m@phone.example")
        for _time in range(2):
            lmtp.rcpt(message["To"])
        code, _said = lmtp.data(message.as_bytes())
        assert code == 250
        assert lmtp.getreply()[0] == 250
    assert Comment.objects.filter(author=committed.member).count() == 1


def test_what_is_too_large_is_refused_early(always_open, committed, mail_server, door):
    mail = mailed_to_the_member(committed, mail_server)
    message = answered(mail, "Grand")
    head = message.as_bytes()
    with client(door) as lmtp:
        lmtp.ehlo_or_helo_if_needed()
        assert lmtp.mail("m@phone.example", [f"SIZE={MOST_BYTES + 1}"])[0] == 552
    with client(door) as lmtp:
        lmtp.ehlo_or_helo_if_needed()
        lmtp.mail("m@phone.example")
        lmtp.rcpt(message["To"])
        assert lmtp.data(head + LINE * (MOST_BYTES // len(LINE) + 10))[0] == 552
    assert not Comment.objects.filter(author=committed.member).exists()
    with client(door) as lmtp:
        twenty = f"From: {mail.recipient}\r\n\r\n".encode() + LINE * 20_000
        lmtp.sendmail("m@phone.example", [message["To"]], twenty)
    # Twenty megabytes are no comment; their writer is told so.
    assert not Comment.objects.filter(author=committed.member).exists()
    told = [
        mail for mail in mail_server.arrived if mail.message["Auto-Submitted"] == "auto-replied"
    ]
    assert [mail.recipient for mail in told] == [committed.member.email]


def test_broken_mails_leave_the_door_open(always_open, committed, mail_server, door):
    mail = mailed_to_the_member(committed, mail_server)
    address = mail.message["Reply-To"]
    for raw in (b"", b"\xff\x00" * 500, b"From: \xff\r\n" * 2000 + b"\r\n", b"\r\n" * 5000):
        with client(door) as lmtp:
            lmtp.sendmail("m@phone.example", [address], raw)
    message = answered(mail, "Encore là")
    with client(door) as lmtp:
        lmtp.send_message(message, "m@phone.example", [address])
    assert Comment.objects.get(author=committed.member).text == "Encore là"


def test_a_database_that_is_away_is_tried_again(always_open, committed, mail_server, door):
    """The door answers "later" rather than losing a mail."""
    mail = mailed_to_the_member(committed, mail_server)
    message = answered(mail, "Plus tard")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE posts_comment RENAME TO posts_comment_away")
    try:
        with client(door) as lmtp, pytest.raises(smtplib.SMTPDataError) as later:
            lmtp.send_message(message, "m@phone.example", [message["To"]])
        assert later.value.smtp_code == 451
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE posts_comment_away RENAME TO posts_comment")
    with client(door) as lmtp:
        lmtp.send_message(message, "m@phone.example", [message["To"]])
    assert Comment.objects.get(author=committed.member).text == "Plus tard"


def test_the_command_takes_mail_until_it_is_told_to_stop(committed):
    post = create_post(author=committed.owner, space=committed.on_request, body="Jour ?")
    address = reply_address(person_id=committed.member.pk, post_id=post.pk)
    message = EmailMessage()
    message["From"], message["To"] = committed.member.email, address
    message.set_content("Par la commande")
    port = ports.free_port()
    name = connection.settings_dict["NAME"]
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    more = {"DATABASE_URL": database, "REPLY_ADDRESS": "reply@aubrac.example", "LOG_LEVEL": "INFO"}
    command = [sys.executable, "manage.py", "receive_mail", "--listen", f"{ports.HOST}:{port}"]
    heard = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    program = subprocess.Popen(command, cwd=ROOT, env=os.environ | more, **heard)
    try:
        assert program.stdout is not None
        assert program.stderr is not None
        assert b"takes mail" in program.stdout.readline()
        with client(port) as lmtp:
            lmtp.send_message(message, "m@phone.example", [address])
        eventually(lambda: Comment.objects.filter(author=committed.member).exists())
        program.send_signal(signal.SIGTERM)
        assert program.wait(20) == 0
        said = program.stderr.read().decode()
        assert "answer_by_mail" in said
        assert address not in said, "who answers what is in no log"
        assert committed.member.email not in said
    finally:
        program.kill()
        program.wait()
