"""What is known of addresses: which of them refuse our mails, and why."""

from typing import ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SuppressionQuerySet(models.QuerySet["Suppression"]):
    def of(self, address: str) -> Self:
        """What stops mail to this address: one row, or none."""
        return self.filter(address=address.strip().lower())


class Suppression(models.Model):
    """An address that no mail goes to any more, until its holder says that it works again."""

    class Reason(models.TextChoices):
        BOUNCE = "bounce", _("The mailbox does not exist or is closed")
        COMPLAINT = "complaint", _("A mail was reported as unwanted")

    address = models.EmailField(_("address"), unique=True)
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices)
    detail = models.CharField(_("what was answered"), max_length=500, blank=True)
    since = models.DateTimeField(_("since"), default=timezone.now)

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        verbose_name = _("address that refuses mail")
        verbose_name_plural = _("addresses that refuse mail")
        ordering: ClassVar = ["-since", "-id"]

    def __str__(self) -> str:
        return self.address
