"""What an administrator does about deliveries and mail."""

from django.db import transaction

from apps.core.decisions import require
from apps.core.deeds import DeedKind, deed
from apps.events.failures import Outcome, hand_over_again
from apps.mailing.actions import receive_again
from apps.oversight.permissions import can_administer
from apps.profiles.models import User


def retry_deliveries(*, actor: User) -> Outcome:
    """Hand every failed delivery over once more; what works is forgotten."""
    require(can_administer(actor))
    outcome = hand_over_again()
    with transaction.atomic():
        deed(
            DeedKind.DELIVERIES_RETRIED,
            actor=actor,
            settled=outcome.settled,
            remaining=outcome.remaining,
        )
    return outcome


@transaction.atomic
def resume_mail(*, actor: User, address: str) -> None:
    """Let mail go to an address again that had refused it."""
    require(can_administer(actor))
    if receive_again(address=address):
        person = User.objects.filter(email=address.lower()).first()
        deed(DeedKind.MAIL_RESUMED, actor=actor, person=person)
