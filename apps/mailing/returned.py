"""Mails that come back (RFC 3464), and complaints about them (RFC 5965), at the bounce address.

Whoever sends such a report could silence somebody else: only the token we put into the envelope of
the mail itself, and a recipient that fits it, are believed.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import Message
from email.utils import getaddresses

import structlog
from django.conf import settings

from apps.mailing.actions import suppress_address
from apps.mailing.bounces import is_ours
from apps.mailing.intake import Arrival, takes_mail
from apps.mailing.models import Suppression
from apps.mailing.status import ends_a_mailbox, enhanced_status

log = structlog.get_logger(__name__)

MOST_READ = 1_000_000
MOST_RECIPIENTS = 50
_ADDRESS = re.compile(r"[^\s<>;,]+@[^\s<>;,]+")


def is_bounce_address(address: str) -> bool:
    """The bounce address, with a token or, for complaints, without."""
    ours, _at, domain = settings.RSN_BOUNCE_ADDRESS.lower().rpartition("@")
    local, at, its_domain = address.strip().strip("<>").lower().rpartition("@")
    return bool(ours and at) and its_domain == domain and local.partition("+")[0] == ours


@takes_mail(is_bounce_address)
def take_returned(arrival: Arrival) -> None:
    """Stop mail to whom it proves to be gone, or to have complained; pass over anything else."""
    message = message_from_bytes(arrival.content[:MOST_READ], policy=policy.compat32)
    stopped = 0
    for address, reason, detail in _found(message, _token_of(arrival.recipient)):
        suppress_address(address=address, reason=reason, detail=detail)
        stopped += 1
    log.info("mail_returned", stopped=stopped)


def _found(message: Message, token: str) -> Iterator[tuple[str, str, str]]:
    """(address, reason, what was answered) of each recipient that the token stands for."""
    sent_to = _recipients_of_the_mail(message)
    for block in _blocks(message, "message/delivery-status"):
        status = enhanced_status(_said(block, "Status"))
        detail = _said(block, "Diagnostic-Code") or _said(block, "Status")
        has_failed = _said(block, "Action").lower() == "failed"
        if not (has_failed and status and ends_a_mailbox(status)):
            continue
        named = [*_addresses(block, "Original-Recipient"), *_addresses(block, "Final-Recipient")]
        for address in _fitting(token, [*named, *sent_to]):
            yield address, Suppression.Reason.BOUNCE, detail
    for block in _blocks(message, "message/feedback-report"):
        its_token = token or _token_of(_said(block, "Original-Mail-From"))
        if _said(block, "Feedback-Type").lower() == "abuse":
            named = _addresses(block, "Original-Rcpt-To")
            for address in _fitting(its_token, [*named, *sent_to]):
                yield address, Suppression.Reason.COMPLAINT, _said(block, "User-Agent")


def _fitting(token: str, addresses: list[str]) -> list[str]:
    """The first of these that the token was made for: a mail has one recipient."""
    known = dict.fromkeys(address.lower() for address in addresses[:MOST_RECIPIENTS])
    return [address for address in known if token and is_ours(token, address)][:1]


def _token_of(address: str) -> str:
    found = _ADDRESS.search(address)
    local = found.group().rpartition("@")[0] if found else ""
    return local.partition("+")[2].lower()


def _blocks(message: Message, kind: str) -> Iterator[Message]:
    """The groups of fields in the parts of this type."""
    for part in message.walk():
        if part.get_content_type() == kind:
            payload = part.get_payload()
            inside = payload if isinstance(payload, list) else []
            yield from (block for block in inside[:MOST_RECIPIENTS] if isinstance(block, Message))
            if not inside:
                yield message_from_bytes(str(payload).encode("utf-8", "replace"))


def _recipients_of_the_mail(message: Message) -> list[str]:
    """To whom the enclosed mail, or what is left of it, was."""
    found: list[str] = []
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "text/rfc822-headers":
            headers = message_from_bytes(str(part.get_payload()).encode("utf-8", "replace"))
            found += [
                address for _name, address in getaddresses(map(str, headers.get_all("To", [])))
            ]
        elif part is not message and part.get("To"):
            found += [address for _name, address in getaddresses(map(str, part.get_all("To", [])))]
    return found


def _addresses(block: Message, name: str) -> list[str]:
    return _ADDRESS.findall(_said(block, name).partition(";")[2] or _said(block, name))


def _said(block: Message, name: str) -> str:
    return " ".join(str(block.get(name, "")).split())[:500]
