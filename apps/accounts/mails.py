"""Mails this app writes itself; allauth writes the others, from templates/account/email/."""

import json
from dataclasses import asdict
from email.utils import make_msgid
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from apps.accounts.models import Invitation
from apps.accounts.sealed import seal, unseal
from apps.mailing.composing import render_words
from apps.mailing.letters import Letter, Words
from apps.mailing.sending import Undeliverable, send
from apps.profiles.models import User

log = structlog.get_logger(__name__)


@transaction.atomic
def mail_invitation(invitation_id: int) -> None:
    """Send an invitation's link, once; or say that the address has an account already.

    Raises `TemporaryFailure`.
    """
    invitation = Invitation.objects.select_for_update().open().filter(pk=invitation_id).first()
    if invitation is None or invitation.mailed_at:
        return
    person = User.objects.filter(email=invitation.email).first()
    if person and not person.is_active:
        return
    has_account = bool(person and person.has_usable_password())
    letter = Letter(
        to=invitation.email,
        language=(person and person.language) or invitation.language,
        template="emails/accounts/already_here" if has_account else "emails/accounts/invitation",
        context={
            "invitation": invitation,
            "organisation": settings.RSN_ORGANISATION_NAME,
            "inviter": invitation.invited_by.display_name if invitation.invited_by else "",
        },
        is_asked_for=True,
    )
    if _send(letter):
        Invitation.objects.filter(pk=invitation.pk).update(mailed_at=timezone.now())


def seal_account_mail(template_prefix: str, address: str, context: dict[str, Any]) -> str:
    """A mail of allauth's, rendered now in the present language and sealed for the queue.

    It may carry a link that opens an account: the queue keeps it as unreadable as the database
    keeps second steps.
    """
    words = render_words(
        template_prefix, {**context, "organisation_name": context["organisation"]}, "_message"
    )
    return seal(json.dumps({"to": address, "message_id": make_msgid(), **asdict(words)}))


def send_sealed(sealed: str) -> None:
    """Send what `seal_account_mail` made. Raises `TemporaryFailure`."""
    mail = json.loads(unseal(sealed))
    words = Words(subject=mail["subject"], text=mail["text"], html=mail["html"])
    letter = Letter(
        to=mail["to"],
        language="",
        template="",
        message_id=mail["message_id"],
        is_asked_for=True,
    )
    _send(letter, words)


def _send(letter: Letter, words: Words | None = None) -> bool:
    """Whether it left; a mailbox that refuses is nobody's mistake here."""
    try:
        send(letter, words=words)
    except Undeliverable as refusal:
        log.warning("mail_undeliverable", template=letter.template, error=str(refusal))
        return False
    return True
