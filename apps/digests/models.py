"""Which digest a person chose, and every one that was planned: one a person and period."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class Rhythm(models.TextChoices):
    DAILY = "daily", pgettext_lazy("digest", "Every day")
    WEEKLY = "weekly", pgettext_lazy("digest", "Once a week")
    NEVER = "never", pgettext_lazy("digest", "Never")


class OwnQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """One's own digests are one's own business."""
        return self.filter(person_id=user.pk) if user.is_authenticated else self.none()


class DigestChoice(models.Model):
    """When a person wants to read what they missed; without a row, the defaults below.

    `hour` and `weekday` (Monday is 0) are those of the person's wall. `next_at` is when the next
    one is due, within their hours; None: to be planned.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="digest_choice",
    )
    rhythm = models.CharField(max_length=10, choices=Rhythm.choices, default=Rhythm.WEEKLY)
    hour = models.PositiveSmallIntegerField(default=9, validators=[MaxValueValidator(23)])
    weekday = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(6)])
    next_at = models.DateTimeField(null=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(hour__lte=23, weekday__lte=6), name="digest_on_a_clock"
            )
        ]
        indexes: ClassVar = [
            models.Index(
                models.F("next_at").asc(nulls_first=True),
                name="digest_to_plan",
                condition=~Q(rhythm="never"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.rhythm}"


class Digest(models.Model):
    """One person's digest of one period ("2026-11-22", "2026-W47"): planned, and what came of it.

    The row is there before the mail, so that no second one can be. `until` is how far it looked,
    `keys` what it told ("post.42", "comment.7"), also by number only.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        NOTHING = "nothing", _("Nothing to say")
        CANCELLED = "cancelled", _("Not wanted any more")
        FAILED = "failed", _("Could not be sent")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digests", db_index=False
    )
    period = models.CharField(max_length=10)
    rhythm = models.CharField(max_length=10, choices=Rhythm.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    planned_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    until = models.DateTimeField(null=True)
    keys = ArrayField(models.CharField(max_length=30), default=list)
    shown = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    # Whether the person's hours were open when it left.
    was_inside = models.BooleanField(null=True)
    error = models.CharField(max_length=300, blank=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "period"], name="one_digest_a_period")
        ]
        indexes: ClassVar = [
            models.Index("next_attempt_at", name="digest_waiting", condition=Q(state="waiting")),
            models.Index("planned_at", name="digest_expiry"),
            models.Index("sent_at", name="digest_sent", condition=Q(state="sent")),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.period} {self.state}"
