"""Exceptional access to one confidential space: asked for, approved by a second person, short."""

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.oversight.approvers import is_approver
from apps.spaces.exceptional import Reason
from apps.spaces.models import Space

LONGEST_HOURS = 4
# A request nobody answered for so long is asked again, or not at all.
WAITS = timedelta(days=7)
LONGEST_SECRET = timedelta(days=366)


class AccessQuerySet(models.QuerySet["Access"]):
    def visible_to(self, user: Any) -> Self:
        """What one asked for; and all of them for those who answer."""
        if not (user.is_authenticated and user.is_active):
            return self.none()
        return self.all() if is_approver(user) else self.filter(asker=user)

    def waiting(self, at: datetime | None = None) -> Self:
        """Neither answered nor withdrawn, and not too old to be."""
        at = at or timezone.now()
        return self.filter(state=Access.State.WAITING, asked_at__gt=at - WAITS)

    def in_force(self, at: datetime | None = None) -> Self:
        at = at or timezone.now()
        approved = Access.State.APPROVED
        return self.filter(state=approved, answered_at__lte=at, expires_at__gt=at, ended_at=None)

    def in_force_for(self, user: Any) -> Self:
        """The door of the reading room: who asked, still an administrator, and until the end."""
        if not (user.is_authenticated and user.is_active and user.is_staff):
            return self.none()
        return self.in_force().filter(asker=user, space__isnull=False)

    def told(self) -> Self:
        """Those that the members of the space have been told of."""
        return self.filter(tell_at__lte=timezone.now())

    def with_people(self) -> Self:
        return self.select_related(
            "asker__profile__unit", "answered_by__profile__unit", "ended_by__profile__unit", "space"
        )

    def newest_first(self) -> Self:
        return self.order_by("-asked_at", "-id")


class Access(models.Model):
    """`address` is what was typed, whether or not anything is there; `space` is found when it is
    approved, so that asking does the same for every address.

    Once approved, a trigger in Postgres lets neither `tell_at` nor `expires_at` be removed or
    moved later, and nothing of who asked and who approved be changed.
    """

    Reason = Reason

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        APPROVED = "approved", _("Approved")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    asker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=120)
    space = models.ForeignKey(Space, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=12, choices=Reason.choices)
    text = models.TextField(max_length=2000)
    hours = models.PositiveSmallIntegerField()
    key = models.UUIDField(null=True, editable=False)
    asked_at = models.DateTimeField(default=timezone.now)
    # When the members are told: null until approved means at once.
    tell_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    word = models.CharField(max_length=500, blank=True)
    expires_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    # Its end stands in the journal of the space.
    closed_at = models.DateTimeField(null=True)

    objects = AccessQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["asker", "key"], name="one_access_a_key"),
            models.CheckConstraint(condition=Q(hours__in=[1, 2, 4]), name="access_hours"),
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=F("asker")),
                name="nobody_approves_their_own_access",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved")
                | Q(
                    answered_by__isnull=False,
                    answered_at__isnull=False,
                    tell_at__isnull=False,
                    expires_at__gt=F("answered_at"),
                    expires_at__lte=F("answered_at") + timedelta(hours=LONGEST_HOURS),
                    tell_at__lte=F("answered_at") + LONGEST_SECRET,
                ),
                name="an_access_is_short_and_told",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved")
                | Q(reason="legal")
                | Q(tell_at__lte=F("answered_at")),
                name="only_the_law_keeps_an_access_secret",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["space", "expires_at"], name="access_by_space"),
            models.Index(fields=["asker", "-asked_at"], name="access_by_asker"),
        ]

    def __str__(self) -> str:
        return f"access.{self.pk}"

    @property
    def is_in_force(self) -> bool:
        return (
            self.state == self.State.APPROVED
            and self.ended_at is None
            and self.expires_at is not None
            and timezone.now() < self.expires_at
        )

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING and timezone.now() < self.asked_at + WAITS
