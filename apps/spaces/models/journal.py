from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.spaces.models.circle import Circle
from apps.spaces.models.space import Space


class JournalQuerySet(models.QuerySet["JournalEntry"]):
    def visible_to(self, user: Any) -> Self:
        """What happened to the access of a space is read by whoever reads the space.

        Whom it named while it was closed stays, once it is open, with those who read it then.
        """
        if not (user.is_authenticated and user.is_active):
            return self.none()
        later = Circle.objects.filter(space=OuterRef("space"), made_at__gt=OuterRef("at"))
        kept = later.exclude(pk__in=Circle.objects.around(user).values("pk"))
        return self.filter(
            ~Exists(kept),
            space__in=Space.objects.visible_to(user),
            shown_from__lte=timezone.now(),
        )

    def with_people(self) -> Self:
        return self.select_related("actor", "person", "group__unit")

    def newest_first(self) -> Self:
        return self.order_by("-at", "-id")


class JournalEntry(models.Model):
    """One line of a space's access journal: who changed what about who reads, and when.

    Append-only: a trigger in Postgres refuses to change or delete a line, except together with
    the whole space. `shown_from` is later than `at` only for what the law keeps secret for a time.
    """

    class Kind(models.TextChoices):
        CREATED = "created", _("Space created")
        INVITED = "invited", _("Invitation sent")
        INVITATION_ENDED = "invitation_ended", _("Invitation ended")
        JOINED = "joined", _("Member joined")
        LEFT = "left", _("Member left")
        REMOVED = "removed", _("Member removed")
        ROLE_CHANGED = "role_changed", _("Role changed")
        UNIT_GRANTED = "unit_granted", _("Unit given access")
        UNIT_WITHDRAWN = "unit_withdrawn", _("Access of a unit ended")
        GUEST_INVITED = "guest_invited", _("Guest on a post")
        GUEST_ENDED = "guest_ended", _("Guest no more")
        KIND_CHANGED = "kind_changed", _("Kind of space changed")
        GRID_CHANGED = "grid_changed", _("Permissions changed")
        EXCLUDED = "excluded", _("Person excluded")
        EXCLUSION_ENDED = "exclusion_ended", _("Exclusion ended")
        CONSENT = "consent", _("Earlier words opened")
        EXPORTED = "exported", _("Space exported")
        IMPORTED = "imported", _("Space imported")
        ARCHIVED = "archived", _("Space archived")
        RESTORED = "restored", _("Space restored")
        DELETION_PLANNED = "deletion_planned", _("Deletion planned")
        DELETION_CANCELLED = "deletion_cancelled", _("Deletion cancelled")
        OWNER_OFFERED = "owner_offered", _("Space offered to a member")
        GLASS_OPENED = "glass_opened", _("Exceptional access opened")
        GLASS_READ = "glass_read", _("Read by exceptional access")
        GLASS_ENDED = "glass_ended", _("Exceptional access ended")

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="journal")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    at = models.DateTimeField(default=timezone.now)
    shown_from = models.DateTimeField(default=timezone.now)
    # Nobody's row is deleted while a journal names them: departures deactivate.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    group = models.ForeignKey("auth.Group", null=True, on_delete=models.PROTECT, related_name="+")
    # Ids and enums only: `{"before": "member", "after": "animator"}`, `{"post": 42}`.
    detail = models.JSONField(default=dict)

    objects = JournalQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index("space", models.F("at").desc(), models.F("id").desc(), name="journal")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.space_id}"
