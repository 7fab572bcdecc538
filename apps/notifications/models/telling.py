from typing import ClassVar

from django.db import models
from django.utils import timezone


class Telling(models.Model):
    """Work to do: tell the people whom a kind concerns of an event. Gone when it is done.

    The queue only rings the bell; this row is what a crash of Redis or a worker cannot lose. It
    holds the event itself (ids and enums), in the columns that `events.registry.restore` reads.
    `reached` is the greatest id among the people already told.
    """

    event_id = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    rank = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    space_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    actor_id = models.BigIntegerField(null=True)
    payload = models.JSONField()
    happened_at = models.DateTimeField()
    reached = models.BigIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event_id", "kind"], name="one_telling")
        ]
        indexes: ClassVar = [models.Index(fields=["created_at"], name="telling_waiting")]

    def __str__(self) -> str:
        return f"{self.kind} #{self.event_id}"
