"""An address stops receiving mail, and receives again."""

from django.db import transaction
from django.utils import timezone

from apps.core.html import clean_text
from apps.mailing.models import Suppression


@transaction.atomic
def suppress_address(*, address: str, reason: str, detail: str = "") -> None:
    """Send nothing more there. A bounce replaces a complaint, which stops less."""
    said = {"reason": reason, "detail": " ".join(clean_text(detail).split())[:500]}
    row, is_new = Suppression.objects.get_or_create(
        address=address.strip().lower(), defaults={**said, "since": timezone.now()}
    )
    if not is_new and reason == Suppression.Reason.BOUNCE != row.reason:
        # Somebody who complained may still ask for a password; from now on no mail would arrive.
        Suppression.objects.filter(pk=row.pk).update(**said)


@transaction.atomic
def receive_again(*, address: str) -> bool:
    """Its holder says that the address works; whether something had stopped it."""
    deleted, _rows = Suppression.objects.of(address).delete()
    return bool(deleted)
