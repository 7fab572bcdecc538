"""What leaves the screen: a delivery is wanted, an envelope carries some of them away."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from apps.notifications.models.channel import Channel
from apps.notifications.models.notification import Notification


class Envelope(models.Model):
    """One mail or push as it leaves. A new attempt is the same mail: `message_id` never changes.

    `subject` is the conversation it is about ("post.42"), empty when it gathers what waited.
    `was_inside` is judged when it leaves: whether the person's hours were open. It lives as long
    as the monthly figure is shown, longer than the notifications it carried.
    """

    class State(models.TextChoices):
        FORMED = "formed", "formed"
        SENDING = "sending", "sending"
        SENT = "sent", "sent"
        CANCELLED = "cancelled", "cancelled"
        FAILED = "failed", "failed"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    subject = models.CharField(max_length=60, blank=True)
    message_id = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.FORMED)
    formed_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    claimed_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    was_inside = models.BooleanField(null=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                "channel",
                "next_attempt_at",
                name="envelope_waiting",
                condition=Q(state__in=["formed", "sending"]),
            ),
            models.Index("sent_at", name="envelope_sent", condition=Q(state="sent")),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}"


class Delivery(models.Model):
    """That a notification is to leave by a channel, from `due_at` on.

    `ready_at` is when it would leave a person who is always at work; `due_at` is the next opening
    of their hours from then on. Where the two differ, it waited.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        CLAIMED = "claimed", "claimed"
        SENT = "sent", "sent"
        CANCELLED = "cancelled", "cancelled"
        FAILED = "failed", "failed"

    id = models.BigAutoField(primary_key=True)
    notification = models.ForeignKey(
        Notification, on_delete=models.CASCADE, related_name="deliveries", db_index=False
    )
    # Of the notification, kept here so that what is due is found by person from one index.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    channel = models.CharField(max_length=10, choices=Channel.choices)
    ready_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    envelope = models.ForeignKey(
        Envelope, null=True, on_delete=models.SET_NULL, related_name="deliveries"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["notification", "channel"], name="one_delivery")
        ]
        indexes: ClassVar = [
            models.Index("channel", "due_at", name="delivery_due", condition=Q(state="waiting")),
            models.Index(
                "person", "channel", name="delivery_waiting", condition=Q(state="waiting")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.notification_id} {self.state}"
