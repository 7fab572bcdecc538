"""The access-bearing model: who reads what is said here, and derived everywhere else."""

from collections.abc import Collection, Iterable
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _

from apps.core.addresses import address
from apps.core.normalise import prefix_query
from apps.profiles.models import User, UserQuerySet
from apps.spaces.models.exclusion import Exclusion
from apps.spaces.models.grant import SpaceGrant, SpaceUnitGrant
from apps.spaces.models.granted import spaces_where
from apps.spaces.models.invitation import Invitation

READ = "view_space"


class SpaceQuerySet(models.QuerySet["Space"]):
    def visible_to(self, user: Any) -> Self:
        """The read rule: open to all employees, or granted to this person or to their unit.

        What was granted is nothing to whom is excluded.
        """
        if not (user.is_authenticated and user.is_active):
            return self.none()
        return self.filter(Q(kind=Space.Kind.OPEN) | spaces_where(user, READ))

    def listed_to(self, user: Any) -> Self:
        """The spaces whose name this person may know: read by them, or a way in is open to them."""
        if not (user.is_authenticated and user.is_active):
            return self.none()
        known = Q(kind__in=[Space.Kind.OPEN, Space.Kind.ON_REQUEST])
        invited = Invitation.objects.waiting().filter(user=user).values("space")
        return self.filter(known | spaces_where(user, READ) | Q(pk__in=invited))

    def whole_company(self) -> Self:
        """The one built-in space that every employee reads."""
        return self.filter(built_in=Space.BuiltIn.EVERYONE)

    def known(self, ids: Iterable[int]) -> Self:
        """Spaces whose ids the caller has already read through `visible_to`."""
        return self.filter(pk__in=list(ids))

    def communities(self) -> Self:
        """Spaces proper: neither the whole company nor a person's page."""
        return self.filter(built_in=Space.BuiltIn.NONE)

    def current(self) -> Self:
        return self.filter(archived_at=None)

    def matching(self, text: str) -> Self:
        """Name or description has words beginning like those of `text`; all when it is empty."""
        if not text.strip():
            return self
        query = prefix_query(text)
        if not query:
            return self.none()
        return self.filter(searchable=SearchQuery(query, search_type="raw", config="simple"))

    def by_name(self) -> Self:
        return self.order_by("sort_name", "id")


class Space(models.Model):
    """A place where people write, and the people who may read it."""

    class Kind(models.TextChoices):
        OPEN = "open", _("Open")
        ON_REQUEST = "on_request", _("On request")
        CONFIDENTIAL = "confidential", _("Confidential")

    class Purpose(models.TextChoices):
        PROJECT = "project", _("Project")
        PRACTICE = "practice", _("Practice")
        CASUAL = "casual", _("Casual")
        EXPRESSION = "expression", _("Expression")
        IDEAS = "ideas", _("Ideas")

    class BuiltIn(models.TextChoices):
        NONE = "", "—"
        EVERYONE = "everyone", _("The whole company")
        PERSON = "person", _("A person's page")

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=120)
    sort_name = models.CharField(max_length=120, editable=False)
    description = models.TextField(_("description"), max_length=2000, blank=True)
    charter_note = models.TextField(_("charter note"), max_length=2000, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.OPEN)
    purpose = models.CharField(
        _("purpose"), max_length=20, choices=Purpose.choices, default=Purpose.PRACTICE
    )
    language = models.CharField(
        _("language"), max_length=5, choices=settings.LANGUAGES, default="fr"
    )
    built_in = models.CharField(
        max_length=10, choices=BuiltIn.choices, default=BuiltIn.NONE, blank=True
    )
    person = models.OneToOneField(
        User, null=True, on_delete=models.CASCADE, related_name="page", editable=False
    )
    created_by = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    archived_at = models.DateTimeField(null=True, editable=False)
    imported_at = models.DateTimeField(null=True, editable=False)
    members_count = models.PositiveIntegerField(default=0, editable=False)
    # A unit of the directory reads here besides the members: kept by `grants`, for the sentence
    # that says who reads and must not lie for want of a query.
    has_unit_readers = models.BooleanField(default=False, editable=False)
    # Somebody reads here by exceptional access until then, and members were told: kept for the same
    # sentence by `say_exceptional`.
    exceptional_until = models.DateTimeField(null=True, editable=False)
    # Mails about a confidential space say nothing of it unless its owners let them.
    allows_content_in_mail = models.BooleanField(default=False, editable=False)
    # Where this space departs from what roles allow everywhere: codename -> the least role that
    # holds it here. Within the limits of `grants.CHOICES`.
    grid = models.JSONField(default=dict, editable=False)
    deletion_due_at = models.DateTimeField(null=True, editable=False)
    key = models.UUIDField(null=True, editable=False)
    # Changes with whatever a card says of its space; part of the card's cache key.
    version = models.PositiveIntegerField(default=1, editable=False)
    searchable = SearchVectorField(null=True, editable=False)

    objects = SpaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("space")
        verbose_name_plural = _("spaces")
        permissions: ClassVar = [
            ("post_in_space", "May post"),
            ("comment_in_space", "May comment"),
            ("manage_members", "May add and remove members"),
            ("pin_in_space", "May pin posts"),
            ("invite_to_space", "May invite people"),
            ("view_members", "May see who belongs here"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["built_in"], condition=Q(built_in="everyone"), name="one_whole_company"
            ),
            models.UniqueConstraint(fields=["created_by", "key"], name="one_space_a_key"),
            models.CheckConstraint(
                condition=Q(built_in="") | Q(kind="open"), name="built_in_spaces_are_open"
            ),
            models.CheckConstraint(
                condition=Q(built_in="person", person__isnull=False)
                | (~Q(built_in="person") & Q(person__isnull=True)),
                name="a_page_has_its_person",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["sort_name", "id"], name="space_by_name", condition=Q(built_in="")
            ),
            models.Index(
                fields=["kind", "sort_name", "id"],
                name="space_by_kind",
                condition=Q(built_in=""),
            ),
            GinIndex(fields=["searchable"], name="space_search"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return url_of(self.built_in, self.slug)

    @property
    def title(self) -> str:
        return title_of(self.built_in, self.name)

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None

    @property
    def reserved(self) -> Collection[str]:
        """What this space keeps to certain roles, where others leave it to everybody."""
        return self.grid.keys()

    @property
    def is_quoted_in_mail(self) -> bool:
        """Whether a mail to its readers may name it and its people, and quote what they write."""
        return self.kind != self.Kind.CONFIDENTIAL or self.allows_content_in_mail

    def readers(self) -> UserQuerySet:
        """Everyone who may read this space: the read rule seen from the other side."""
        return User.objects.active() if self.kind == self.Kind.OPEN else self.granted_readers()

    def granted_readers(self) -> UserQuerySet:
        """Those who would read it if it were not open: by name, or by a unit."""
        granted = SpaceGrant.objects.filter(content_object=self, permission__codename=READ)
        by_unit = SpaceUnitGrant.objects.filter(content_object=self, permission__codename=READ)
        # A union and not an OR: the few who read are looked up, the many others never looked at.
        readers = granted.values("user").union(by_unit.values("group__user"))
        excluded = Exclusion.objects.in_force().filter(space=self)
        people = User.objects.active().filter(pk__in=readers)
        return people.exclude(pk__in=excluded.values("user"))


def url_of(built_in: str, slug: str) -> str:
    if built_in == Space.BuiltIn.PERSON:
        return address("person", slug.removeprefix("page--"))
    return address("space", slug)


def title_of(built_in: str, name: str) -> str:
    """The name as shown; the whole company is called so in the reader's language."""
    return gettext("The whole company") if built_in == Space.BuiltIn.EVERYONE else name
