"""What the queue keeps of a mail, and what a mail looks like when it leaves."""

import json
import re
from base64 import b64decode
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.utils import timezone, translation

from apps.accounts.actions import invite_person
from apps.accounts.mails import mail_invitation, seal_account_mail, send_sealed
from apps.accounts.models import Invitation
from apps.accounts.tasks import send_account_mail
from apps.mailing.actions import suppress_address
from rsn.celery import app

TEMPLATES = Path(settings.BASE_DIR) / "templates"
PREFIXES = sorted(
    str(path.relative_to(TEMPLATES)).removesuffix("_subject.txt")
    for folder in ("account/email", "mfa/email")
    for path in (TEMPLATES / folder).glob("*_subject.txt")
)


def test_a_link_in_the_queue_is_sealed(account, mails_leave):
    app.conf.task_always_eager = False
    with app.connection_for_write() as connection:
        connection.default_channel.client.delete("mail")
        Client().post("/accounts/password/reset/", {"email": account(language="en").email})
        (waiting,) = connection.default_channel.client.lrange("mail", 0, -1)
        connection.default_channel.client.delete("mail")
    assert not mail.outbox
    body = b64decode(json.loads(waiting)["body"]).decode()
    for kept in (waiting.decode(), body):
        assert "password/reset/key" not in kept
        assert "@example.test" not in kept
    ((sealed,), *_rest) = json.loads(body)
    send_account_mail(sealed)
    (message,) = mail.outbox
    link = re.search(r"http\S+/password/reset/key/\S+", message.body).group()
    assert f'href="{link}"' in message.alternatives[0].content


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("prefix", PREFIXES)
def test_each_mail_of_an_account_has_both_forms(db, prefix, language):
    """With a person's name that would like to be markup."""
    context = {
        "organisation": "Aubrac",
        "user": "<b>Zoé</b>",
        "email": "ana@example.test",
        "activate_url": "https://social.example/confirm/",
        "password_reset_url": "https://social.example/reset/",
        "from_email": "a@example.test",
        "to_email": "b@example.test",
        "timestamp": timezone.now(),
        "ip": "192.0.2.7",
    }
    with translation.override(language):
        send_sealed(seal_account_mail(prefix, "ana@example.test", context))
    (message,) = mail.outbox
    html = message.alternatives[0].content
    assert message.subject.endswith("· Aubrac")
    assert "<b>Zoé" not in html
    assert "&lt;" not in message.body
    for link in re.findall(r"https://social\S+", message.body):
        assert f'href="{link}"' in html
    assert f'<html lang="{language}">' in html
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


def test_an_invitation_to_a_mailbox_that_refuses_is_not_said_to_be_sent(world):
    invitation = invite_person(actor=world.administrator, email="new@example.test", language="fr")
    suppress_address(address="new@example.test", reason="bounce")
    mail_invitation(invitation.pk)
    assert not mail.outbox
    assert Invitation.objects.get().mailed_at is None


def test_an_invitation_is_a_page_too(world):
    invitation = invite_person(actor=world.administrator, email="new@example.test", language="en")
    mail_invitation(invitation.pk)
    (message,) = mail.outbox
    html = message.alternatives[0].content
    assert invitation.link in message.body
    assert f'href="{invitation.link}"' in html
    assert "Open my account" in html
