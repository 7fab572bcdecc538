"""What a person is told of their own address."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from apps.mailing.models import Suppression


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing is mailed to `address` any more; `detail` is what its mail server answered."""

    address: str
    sentence: str
    detail: str
    since: datetime


def refusal_of(address: str) -> Refusal | None:
    """None while mail goes there. One query."""
    row = Suppression.objects.of(address).first()
    if row is None:
        return None
    if row.reason == Suppression.Reason.COMPLAINT:
        sentence = _("One of our mails to it was reported as unwanted.")
    else:
        sentence = _("Its mail server answered that the mailbox does not exist or is closed.")
    return Refusal(row.address, sentence, row.detail, row.since)
