"""What a mail provider tells us over https: mails that came back, complaints, answers.

django-anymail's views check who calls (a secret, and the provider's signature where there is one)
and send Django signals: the one place of the product that listens to any, since nothing else of
that package can be asked. What follows is a function call.
"""

from typing import Any

import structlog
from anymail.signals import AnymailInboundEvent, AnymailTrackingEvent, inbound, tracking
from django.dispatch import receiver

from apps.mailing.actions import suppress_address
from apps.mailing.intake import MOST_BYTES, Arrival, take_in
from apps.mailing.models import Suppression
from apps.mailing.status import ends_a_mailbox, enhanced_status

log = structlog.get_logger(__name__)

# What providers call an address that nobody is at; others are moods of the other server.
GONE = frozenset({"bounced", "invalid"})


@receiver(tracking)
def told_of_delivery(sender: Any, event: AnymailTrackingEvent, **_rest: Any) -> None:
    if not event.recipient:
        return
    detail = str(event.mta_response or event.description or "")
    if event.event_type == "complained":
        reason = Suppression.Reason.COMPLAINT
    elif event.event_type == "bounced" and _is_gone(str(event.reject_reason), detail):
        reason = Suppression.Reason.BOUNCE
    else:
        return
    suppress_address(address=event.recipient, reason=reason, detail=detail)


@receiver(inbound)
def brought_a_mail(sender: Any, event: AnymailInboundEvent, **_rest: Any) -> None:
    """An error here makes the provider bring it again."""
    message = event.message
    content = message.as_bytes()
    recipients = [message.envelope_recipient or "", *(str(to.addr_spec) for to in message.to or [])]
    sender_address = message.envelope_sender
    if sender_address is None:
        sender_address = message.from_email.addr_spec if message.from_email else ""
    if len(content) > MOST_BYTES:
        log.info("mail_too_large")
        return
    for recipient in dict.fromkeys(filter(None, recipients)):
        if take_in(Arrival(sender_address, recipient, content)):
            return


def _is_gone(reject_reason: str, detail: str) -> bool:
    status = enhanced_status(detail)
    return ends_a_mailbox(status) if status else reject_reason in GONE
