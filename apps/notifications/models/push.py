from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone


class PushSubscriptionQuerySet(models.QuerySet["PushSubscription"]):
    def visible_to(self, user: Any) -> Self:
        """One's own devices, without those one removed."""
        return self.filter(person=user, removed_at=None)


class PushSubscription(models.Model):
    """A browser that a person allowed to be woken; `p256dh` and `auth` seal what it is sent.

    `session_digest` names the session it belongs to, and ends with. `removed_at`: taken off the
    list from another device; kept until the browser itself has heard of it.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="push_subscriptions"
    )
    endpoint = models.CharField(max_length=1000, unique=True)
    p256dh = models.CharField(max_length=120)
    auth = models.CharField(max_length=60)
    label = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=5, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    last_sent_at = models.DateTimeField(null=True)
    session_digest = models.CharField(max_length=64, blank=True)
    removed_at = models.DateTimeField(null=True)

    objects = PushSubscriptionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["created_at"]

    def __str__(self) -> str:
        return f"{self.person_id} {self.label}"

    @property
    def info(self) -> dict[str, Any]:
        """As a browser writes it, and as libraries read it."""
        return {"endpoint": self.endpoint, "keys": {"p256dh": self.p256dh, "auth": self.auth}}
