"""What ends or begins with a person's account."""

from typing import cast

from apps.accounts.events import InvitationIssued
from apps.accounts.tasks import send_invitation, sign_out_everywhere
from apps.events.registry import Delivery, subscribe
from apps.profiles.events import PersonDeactivated


@subscribe(InvitationIssued)
def invitation_issued(delivery: Delivery) -> None:
    event = cast("InvitationIssued", delivery.event)
    send_invitation.delay(event.invitation_id)


@subscribe(PersonDeactivated)
def person_left(delivery: Delivery) -> None:
    """They are refused from the next request on; this also frees what their sessions held."""
    sign_out_everywhere.delay(delivery.event.person_id)
