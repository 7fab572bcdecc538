"""Mails that come back and complaints about them stop mail, where they prove to be about ours."""

import smtplib
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
import time_machine
from django.utils import timezone

from apps.mailing.bounces import bounce_address
from apps.mailing.intake import Arrival, is_ours, take_in
from apps.mailing.lmtp import LmtpDoor
from apps.mailing.models import Suppression
from apps.mailing.sending import can_receive
from rsn.local import ports

ANA = "ana@example.test"

DSN = """\
From: Mail Delivery System <MAILER-DAEMON@mx.example>
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="x"

--x
Content-Type: text/plain

I'm sorry to have to inform you.

--x
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {final}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} User unknown

--x
Content-Type: {kind}

From: Aubrac <rsn@aubrac.example>
To: {original}
Subject: Quartz

--x--
"""

ARF = """\
From: <fbl@provider.example>
To: {to}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="x"

--x
Content-Type: text/plain

A complaint.

--x
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Provider/1
Version: 1
Original-Mail-From: <{mail_from}>
Original-Rcpt-To: <{original}>

--x
Content-Type: message/rfc822

From: Aubrac <rsn@aubrac.example>
To: {original}
Subject: Quartz

--x--
"""


@pytest.fixture(autouse=True)
def mailbox(db, settings):
    settings.RSN_BOUNCE_ADDRESS = "bounces@aubrac.example"


def dsn(to: str, **changed: str) -> Arrival:
    values = {
        "final": ANA,
        "original": ANA,
        "action": "failed",
        "status": "5.1.1",
        "kind": "text/rfc822-headers",
    }
    text = DSN.format(**values | changed, to=to).replace("\n", "\r\n")
    return Arrival("", to, text.encode())


def test_a_mail_that_came_back_stops_mail():
    assert take_in(dsn(bounce_address(ANA)))
    row = Suppression.objects.get()
    assert (row.address, row.reason) == (ANA, "bounce")
    assert "User unknown" in row.detail
    assert not can_receive("ANA@example.test")


@pytest.mark.parametrize("kind", ["text/rfc822-headers", "message/rfc822"])
def test_a_mailbox_that_forwards_is_found_in_the_mail_itself(kind):
    take_in(dsn(bounce_address(ANA), final="ana@elsewhere.example", kind=kind))
    assert not can_receive(ANA)
    assert can_receive("ana@elsewhere.example")


@pytest.mark.parametrize(
    "changed",
    [
        {"action": "delayed"},
        {"action": "delivered"},
        {"status": "4.4.1"},
        {"status": "5.2.2"},
        {"status": "5.7.1"},
        {"status": "nonsense"},
    ],
)
def test_what_may_pass_stops_nothing(changed):
    take_in(dsn(bounce_address(ANA), **changed))
    assert can_receive(ANA)


def test_a_forgery_silences_nobody():
    mine = bounce_address("eve@example.test")
    for to in (
        "bounces@aubrac.example",
        "bounces+x@aubrac.example",
        mine,
        bounce_address(ANA)[:-20] + "a@aubrac.example",
    ):
        take_in(dsn(to))
    assert can_receive(ANA)
    assert not Suppression.objects.exists()


def test_a_mail_that_comes_back_after_a_month_is_believed_no_more():
    address = bounce_address(ANA)
    for days, stops in ((31, False), (29, True)):
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            take_in(dsn(address))
            assert can_receive(ANA) is not stops


def test_a_complaint_carries_the_token_of_the_mail():
    values = {"to": "bounces@aubrac.example", "original": ANA}
    forged = ARF.format(mail_from="bounces+x@aubrac.example", **values)
    take_in(Arrival("", "bounces@aubrac.example", forged.encode()))
    assert can_receive(ANA)
    true = ARF.format(mail_from=bounce_address(ANA), **values)
    take_in(Arrival("", "bounces@aubrac.example", true.encode()))
    assert Suppression.objects.get().reason == "complaint"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\x00" * 500,
        b"Content-Type: multipart/report\r\n\r\n",
        b"Content-Type: message/delivery-status\r\n\r\nStatus: 5.1.1\r\nAction: failed\r\n",
        b"Content-Type: message/delivery-status\r\n\r\n" + b"Action: failed\r\n\r\n" * 50_000,
        b"Auto-Submitted: auto-replied\r\n\r\nI am away.",
    ],
)
def test_anything_else_is_passed_over(raw):
    assert take_in(Arrival("", bounce_address(ANA), raw))
    assert not Suppression.objects.exists()


def test_mailboxes_are_known_by_their_address(settings):
    assert is_ours("Bounces+ABC@Aubrac.example")
    for other in ("ana@aubrac.example", "bounces@elsewhere.example", "bouncesx@aubrac.example", ""):
        assert not is_ours(other)
    settings.RSN_BOUNCE_ADDRESS = ""
    assert not is_ours("bounces@aubrac.example")


@pytest.mark.django_db(transaction=True)
def test_through_the_door_for_mail_servers():
    arrival = dsn(bounce_address(ANA))
    door = LmtpDoor(ports.HOST, ports.free_port())
    door.start()
    try:
        with smtplib.LMTP(ports.HOST, door.port) as lmtp:
            lmtp.sendmail("<>", [arrival.recipient], arrival.content)
    finally:
        door.stop()
    assert not can_receive(ANA)


def test_the_sample_is_what_programs_take_for_a_report():
    message = message_from_bytes(dsn(ANA).content, policy=policy.default)
    assert message.get_content_type() == "multipart/report"
    assert [part.get_content_type() for part in message.iter_parts()][1] == (
        "message/delivery-status"
    )
