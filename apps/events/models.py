"""The outbox: what changed, recorded in the transaction that changed it."""

from typing import ClassVar

from django.db import models
from django.utils import timezone


class OutboxEvent(models.Model):
    """One fact of ids and enums, never content.

    `number` is the order of delivery, given by the relay; `id` is taken before commit and may
    become visible out of order, so nobody resumes from it.
    """

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=60)
    space_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    actor_id = models.BigIntegerField(null=True)
    payload = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(default=timezone.now)
    number = models.BigIntegerField(null=True, unique=True)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                "not_before", "id", name="event_waiting", condition=models.Q(delivered_at=None)
            ),
            models.Index("delivered_at", name="event_expiry"),
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.number or '…'}"


class FailedDelivery(models.Model):
    """A subscriber that could not be given an event, for a reason that will not pass by itself."""

    event = models.ForeignKey(OutboxEvent, on_delete=models.CASCADE, related_name="failures")
    subscriber = models.CharField(max_length=200)
    error = models.TextField()
    failed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.subscriber}: {self.error}"
