"""When people work: their own hours where they said so, the organisation's otherwise."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


def usual_week() -> list[list[list[str]]]:
    """Monday to Friday, 8:00 to 18:30: for an organisation that has not said otherwise."""
    return [[["08:00", "18:30"]]] * 5 + [[], []]


class OwnQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """A person's hours are theirs: nobody else reads them, administrators neither."""
        return self.filter(person_id=user.pk) if user.is_authenticated else self.none()


class OrganisationHours(models.Model):
    """The hours of everybody who has not chosen others: one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        blank=True,
        help_text=_("Such as Europe/Paris. Empty: the one this server was installed with."),
    )
    week = models.JSONField(_("working hours"), default=usual_week)

    class Meta:
        verbose_name = _("working hours of the organisation")
        verbose_name_plural = _("working hours of the organisation")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="one_organisation_hours")
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class WorkingHours(models.Model):
    """What a person chose: an empty zone and a `week` of None mean the organisation's.

    `week` is seven lists of `["HH:MM", "HH:MM"]`, Monday first: see `calendar.Schedule`.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="working_hours",
    )
    time_zone = models.CharField(max_length=64, blank=True)
    week = models.JSONField(null=True)

    objects = models.Manager.from_queryset(OwnQuerySet)()

    def __str__(self) -> str:
        return f"{self.person_id}: {self.time_zone}"


class Absence(models.Model):
    """Days on which nothing reaches a person, first and last included. No reason is asked."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="absences"
    )
    starts_on = models.DateField()
    ends_on = models.DateField()

    objects = models.Manager.from_queryset(OwnQuerySet)()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="absence_ends_after"
            ),
            models.UniqueConstraint(
                fields=["person", "starts_on", "ends_on"], name="absence_said_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.starts_on} – {self.ends_on}"


class Pause(models.Model):
    """Nothing reaches the person before `until`, whatever their hours are."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="pause"
    )
    until = models.DateTimeField()

    objects = models.Manager.from_queryset(OwnQuerySet)()

    def __str__(self) -> str:
        return f"{self.person_id}: {self.until}"
