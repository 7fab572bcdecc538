"""The way in for somebody who has no account yet."""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.core import signing
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

VALIDITY = timedelta(days=7)
SALT = "rsn.invitation"


def in_a_week() -> datetime:
    return timezone.now() + VALIDITY


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> Self:
        """Neither accepted nor too old."""
        return self.filter(accepted_at=None, expires_at__gt=timezone.now())

    def carried_by(self, token: str) -> Self:
        """The invitation a link was made for; none for a link that is not ours or was replaced."""
        try:
            return self.filter(reference=uuid.UUID(signing.Signer(salt=SALT).unsign(token)))
        except (signing.BadSignature, ValueError):
            return self.none()


class Invitation(models.Model):
    """One address that may open an account. Asking again renews it, and the older link dies.

    The link's token is `reference` signed with the server's secret: it can be made again for the
    mail and for an administrator's terminal, and a copy of this table alone opens no account.
    """

    email = models.EmailField(_("e-mail"), unique=True)
    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("invited by"),
    )
    created_at = models.DateTimeField(_("sent"), default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"), default=in_a_week)
    mailed_at = models.DateTimeField(null=True, editable=False)
    accepted_at = models.DateTimeField(_("accepted"), null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering: ClassVar = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.email

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.expires_at > timezone.now()

    @property
    def link(self) -> str:
        """The full address to open an account with; whoever has it holds the mailbox."""
        token = signing.Signer(salt=SALT).sign(self.reference.hex)
        return settings.BASE_URL + reverse("invitation", args=[token])
