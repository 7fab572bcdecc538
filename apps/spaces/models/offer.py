from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.spaces.models.space import Space


class OfferQuerySet(models.QuerySet["Offer"]):
    def waiting(self, at: datetime | None = None) -> Self:
        at = at or timezone.now()
        return self.filter(state=Offer.State.WAITING, expires_at__gt=at)

    def visible_to(self, user: Any) -> Self:
        """What one is offered is one's own business, as long as one reads the space."""
        return self.filter(user=user, space__in=Space.objects.visible_to(user))


class Offer(models.Model):
    """A space without an owner, offered to one of its most involved members."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        LAPSED = "lapsed", _("Lapsed")

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="offers")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="offers"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    offered_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "space"], condition=Q(state="waiting"), name="one_waiting_offer"
            )
        ]

    def __str__(self) -> str:
        return f"{self.space_id} → {self.user_id} {self.state}"
