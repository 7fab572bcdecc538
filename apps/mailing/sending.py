"""Handing a letter to the mail server, and what may come of it."""

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import structlog
from anymail.exceptions import AnymailError, AnymailRecipientsRefused
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.validators import validate_email

from apps.mailing.actions import suppress_address
from apps.mailing.composing import message_of
from apps.mailing.letters import Letter, Words
from apps.mailing.models import Suppression
from apps.mailing.status import ends_a_mailbox, enhanced_status

log = structlog.get_logger(__name__)

# Answers of a provider's interface that another attempt would get again.
REFUSED_FOR_GOOD = frozenset({400, 406, 413, 422})


class Undeliverable(Exception):
    """No attempt will succeed: the address refuses mail, or the server refuses this one."""


class TemporaryFailure(Exception):
    """Try the same letter again later, with the same `message_id`."""


def can_receive(address: str, *, is_asked_for: bool = False) -> bool:
    """Whether mail still goes to this address; after a complaint only mail that was asked for."""
    stopping = Suppression.objects.of(address)
    if is_asked_for:
        stopping = stopping.exclude(reason=Suppression.Reason.COMPLAINT)
    return not stopping.exists()


def send(letter: Letter, *, words: Words | None = None, connection: Any = None) -> None:
    """Have the mail server take this letter. Raises `Undeliverable` or `TemporaryFailure`.

    `words` replace the letter's templates; `connection` is one of `open_connection`, for many.
    """
    if not _is_address(letter.to):
        raise Undeliverable("not an address")
    if not can_receive(letter.to, is_asked_for=letter.is_asked_for):
        raise Undeliverable("this address refuses mail")
    message = message_of(letter, words)
    if connection is not None:
        _hand_over(message, letter.to, connection)
        return
    with open_connection() as own:
        _hand_over(message, letter.to, own)


@contextmanager
def open_connection() -> Iterator[Any]:
    """One connection to the mail server, for several letters; opened by the first of them."""
    connection = get_connection()
    try:
        yield connection
    finally:
        _close(connection)


def _hand_over(message: EmailMessage, address: str, connection: Any) -> None:
    try:
        connection.open()
        connection.send_messages([message])
    except smtplib.SMTPRecipientsRefused as refusal:
        code, answer = next(iter(refusal.recipients.values()))
        _refused(address, code, answer)
    except smtplib.SMTPDataError as refusal:
        if refusal.smtp_code < 500:
            raise TemporaryFailure(_words(refusal.smtp_error)) from refusal
        raise Undeliverable(_words(refusal.smtp_error)) from refusal
    except AnymailRecipientsRefused as refusal:
        raise Undeliverable(str(refusal)) from refusal
    except AnymailError as refusal:
        if refusal.status_code in REFUSED_FOR_GOOD:
            raise Undeliverable(str(refusal)) from refusal
        raise TemporaryFailure(str(refusal)) from refusal
    except (smtplib.SMTPException, OSError) as trouble:
        # Not connected, a wrong password, a sender refused: ours to repair, and worth the wait.
        _close(connection)
        log.warning("mail_server_unusable", error=str(trouble))
        raise TemporaryFailure(str(trouble)) from trouble


def _refused(address: str, code: int, answer: bytes | str) -> None:
    """The server did not take the address: for now, for this mail, or for ever."""
    said = _words(answer)
    if code < 500:
        raise TemporaryFailure(said)
    if ends_a_mailbox(enhanced_status(said), code):
        suppress_address(address=address, reason=Suppression.Reason.BOUNCE, detail=said)
    raise Undeliverable(said)


def _close(connection: Any) -> None:
    """Say goodbye; what was taken is taken, however the server answers to that."""
    with suppress(smtplib.SMTPException, OSError):
        connection.close()


def _words(answer: bytes | str) -> str:
    text = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    return " ".join(text.split())


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
