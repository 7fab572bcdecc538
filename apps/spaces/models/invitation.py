"""How a person is asked into a space, or asks to be let in."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.spaces.models.granted import spaces_where
from apps.spaces.models.role import Role


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def waiting(self, at: datetime | None = None) -> Self:
        """Neither answered, nor withdrawn, nor expired."""
        # The database's clock: part of queries that are translated once and asked for days.
        return self.filter(state=Invitation.State.WAITING, expires_at__gt=at or Now())

    def visible_to(self, user: Any) -> Self:
        """The invited person's own while it waits, and those of spaces where one may invite."""
        if not (user.is_authenticated and user.is_active):
            return self.none()
        mine = Q(user=user, state=Invitation.State.WAITING, expires_at__gt=Now())
        return self.filter(mine | spaces_where(user, "invite_to_space", "space"))

    def with_people(self) -> Self:
        return self.select_related("user__profile__unit", "invited_by__profile__unit")


class Invitation(models.Model):
    """A place offered to one person, until it is answered, withdrawn, or too old."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        EXPIRED = "expired", _("Expired")

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="invitations")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitations"
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.MEMBER)
    word = models.CharField(_("a word"), max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    sent_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "space"],
                condition=Q(state="waiting"),
                name="one_waiting_invitation",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["space", "state", "sent_at"], name="invitation_by_space")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.state} {self.space_id}"


class JoinRequestQuerySet(models.QuerySet["JoinRequest"]):
    def waiting(self) -> Self:
        return self.filter(state=JoinRequest.State.WAITING)

    def visible_to(self, user: Any) -> Self:
        """One's own, and those of the spaces whose members one manages."""
        if not (user.is_authenticated and user.is_active):
            return self.none()
        return self.filter(Q(user=user) | spaces_where(user, "manage_members", "space"))

    def with_people(self) -> Self:
        return self.select_related("user__profile__unit", "decided_by__profile__unit")


class JoinRequest(models.Model):
    """Someone asks to belong to a space on request, with a message to those who animate it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="requests")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="join_requests"
    )
    message = models.TextField(_("message"), max_length=1000, blank=True)
    key = models.UUIDField(null=True, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    asked_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    word = models.CharField(_("a word"), max_length=500, blank=True)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "space"], condition=Q(state="waiting"), name="one_waiting_request"
            ),
            models.UniqueConstraint(fields=["user", "key"], name="one_request_a_key"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["space", "state", "asked_at"], name="request_by_space")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.state} {self.space_id}"
