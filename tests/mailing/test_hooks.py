"""What a provider reports, through django-anymail's own views, with Postmark's shapes."""

import json
from base64 import b64encode
from pathlib import Path

import pytest
from django.core.mail import get_connection
from django.test import Client

from apps.accounts.actions import confirm_email
from apps.mailing.models import Suppression
from apps.notifications.replies.addresses import reply_address
from apps.posts.actions import create_post
from apps.posts.models import Comment
from rsn.mail import PROVIDERS, mail_settings

SECRET = "provider:a-long-and-random-secret"
AUTHORISED = {"Authorization": f"Basic {b64encode(SECRET.encode()).decode()}"}


@pytest.fixture(autouse=True)
def provider(db, settings):
    settings.ROOT_URLCONF = "tests.mailing.hooks_urls"
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET}
    settings.RSN_REPLY_ADDRESS = "reply@aubrac.example"


def report(hook: str, said: dict[str, object], headers: dict[str, str] | None = None) -> int:
    client = Client(enforce_csrf_checks=True, headers=AUTHORISED if headers is None else headers)
    answer = client.post(
        f"/anymail/postmark/{hook}/", json.dumps(said), content_type="application/json"
    )
    return answer.status_code


def bounce(**changed: object) -> dict[str, object]:
    values = {
        "RecordType": "Bounce",
        "ID": 1,
        "Type": "HardBounce",
        "TypeCode": 1,
        "Details": "smtp;550 5.1.1 unknown user",
        "Email": "Ana@example.test",
        "BouncedAt": "2026-03-03T10:00:00Z",
    }
    return values | changed


def test_a_bounce_and_a_complaint_stop_mail():
    assert report("tracking", bounce()) == 200
    row = Suppression.objects.get()
    assert (row.address, row.reason) == ("ana@example.test", "bounce")
    complaint = bounce(RecordType="SpamComplaint", Type="SpamComplaint", Email="bob@example.test")
    assert report("tracking", complaint) == 200
    assert Suppression.objects.get(address="bob@example.test").reason == "complaint"


def test_a_full_mailbox_does_not():
    full = bounce(Type="SoftBounce", TypeCode=4096, Details="smtp;552 5.2.2 full")
    assert report("tracking", full) == 200
    assert not Suppression.objects.exists()


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Basic " + b64encode(b"provider:wrong").decode()}]
)
def test_without_the_secret_nothing_is_heard(headers):
    assert report("tracking", bounce(), headers) == 400
    assert not Suppression.objects.exists()


def test_an_answer_arrives_through_the_provider(world):
    confirm_email(world.member)
    post = create_post(author=world.owner, space=world.on_request, body="Jour ?")
    address = reply_address(person_id=world.member.pk, post_id=post.pk)
    mail = f"From: {world.member.email}\r\nTo: {address}\r\nMessage-ID: <1@x.example>\r\n\r\nMardi"
    said = {
        "From": world.member.email,
        "FromFull": {"Email": world.member.email, "Name": ""},
        "To": address,
        "ToFull": [{"Email": address, "Name": ""}],
        "OriginalRecipient": address,
        "MessageID": "x",
        "Date": "Tue, 3 Mar 2026 10:00:00 +0000",
        "Headers": [
            {"Name": "Return-Path", "Value": f"<{world.member.email}>"},
            {"Name": "Message-ID", "Value": "<1@x.example>"},
        ],
        "TextBody": "Mardi",
        "RawEmail": mail,
    }
    assert report("inbound", said, {}) == 400
    for _time in range(2):
        assert report("inbound", said) == 200
    assert [comment.text for comment in Comment.objects.filter(author=world.member)] == ["Mardi"]


def test_addresses_of_providers_become_settings():
    given = "anymail+mailgun://key%2F1@?SENDER_DOMAIN=mg.example&WEBHOOK_SIGNING_KEY=s"
    found = mail_settings(given, folder=Path(), webhook_secret=SECRET)
    assert found["EMAIL_BACKEND"] == "anymail.backends.mailgun.EmailBackend"
    assert found["ANYMAIL"]["MAILGUN_API_KEY"] == "key/1"
    assert found["ANYMAIL"]["MAILGUN_SENDER_DOMAIN"] == "mg.example"
    assert found["ANYMAIL"]["WEBHOOK_SECRET"] == SECRET
    assert found["ANYMAIL"]["SEND_DEFAULTS"] == {"track_opens": False, "track_clicks": False}
    smtp = mail_settings("smtp+tls://a%40b:p%23w@mx.example:587", folder=Path())
    assert (smtp["EMAIL_HOST_USER"], smtp["EMAIL_HOST_PASSWORD"]) == ("a@b", "p#w")
    assert smtp["EMAIL_USE_TLS"]


@pytest.mark.parametrize("name", PROVIDERS)
def test_each_provider_can_be_used(name, settings):
    """Its backend reads what its address becomes, and nothing lacks."""
    more = "?SENDER_DOMAIN=m.example&API_URL=https://api.example&PROJECT_ID=1"
    found = mail_settings(f"anymail+{name}://key:other@{more}", folder=Path())
    settings.ANYMAIL = found["ANYMAIL"]
    assert get_connection(found["EMAIL_BACKEND"]) is not None
