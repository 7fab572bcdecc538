"""Who a person is, and where they stand in the organisation."""

from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import Group, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.normalise import prefix_query


class Unit(models.Model):
    """A node of the organisation's tree. `path` holds the ids from the root down: `/1/7/`.

    `group` is what django-guardian grants to: everyone of the unit and of the units below is in it.
    """

    class Kind(models.TextChoices):
        DEPARTMENT = "department", _("Department")
        SITE = "site", _("Site")

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.DEPARTMENT)
    parent = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name=_("unit above"),
    )
    path = models.CharField(max_length=400, default="/", db_index=True)
    group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="unit")

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")

    def __str__(self) -> str:
        return self.name

    def ancestor_ids(self) -> list[int]:
        """Ids from the root down to this unit, itself included."""
        return [int(part) for part in self.path.strip("/").split("/") if part]


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def visible_to(self, user: Any) -> Self:
        """Every employee may know every other; nobody else may know any."""
        return self.active() if user.is_active and user.is_authenticated else self.none()

    def administered_by(self, user: Any) -> Self:
        """Everybody, also who has left: for administrators, and for nobody else."""
        may = user.is_authenticated and user.is_active and user.is_staff
        return self.all() if may else self.none()

    def with_card(self) -> Self:
        """What showing a person in a line needs."""
        return self.select_related("profile", "profile__unit", "profile__site")

    def matching(self, text: str) -> Self:
        """Name, job, unit, site or a skill has words beginning like those of `text`."""
        if not text.strip():
            return self
        query = prefix_query(text)
        if not query:
            return self.none()
        found = SearchQuery(query, search_type="raw", config="simple")
        return self.filter(profile__searchable=found)

    def by_name(self) -> Self:
        return self.order_by("sort_name", "id")


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person of the organisation, under their real name. Nobody is a superuser: see below."""

    class Theme(models.TextChoices):
        AUTO = "auto", _("As this device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    email = models.EmailField(_("e-mail"), unique=True)
    username = models.SlugField(max_length=80, unique=True)
    display_name = models.CharField(_("name"), max_length=150)
    sort_name = models.CharField(max_length=150, editable=False)
    language = models.CharField(max_length=5, blank=True)
    theme = models.CharField(max_length=10, choices=Theme.choices, default=Theme.AUTO)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("administrator"), default=False)
    is_leader = models.BooleanField(_("leader"), default=False)
    is_communicator = models.BooleanField(_("communicator"), default=False)
    is_analyst = models.BooleanField(_("analyst"), default=False)
    joined_at = models.DateTimeField(default=timezone.now)

    # Administrators run the system; they are not readers of confidential spaces. Without this
    # column no branch "superusers may" can exist, in our code or in a package's.
    is_superuser = None

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["display_name"]

    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        indexes: ClassVar = [models.Index(fields=["sort_name", "id"], name="user_by_name")]

    def __str__(self) -> str:
        return self.display_name

    def get_absolute_url(self) -> str:
        return reverse("person", args=[self.username])

    def get_full_name(self) -> str:
        return self.display_name


class Profile(models.Model):
    """What colleagues may know of a person beyond the name."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True)
    job_title = models.CharField(_("job"), max_length=150, blank=True)
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.SET_NULL, related_name="people"
    )
    site = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.SET_NULL, related_name="people_on_site"
    )
    manager = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="reports"
    )
    location = models.CharField(_("location"), max_length=150, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    languages = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    skills = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    about = models.TextField(_("a few words"), max_length=1000, blank=True)
    pronouns = models.CharField(_("pronouns"), max_length=40, blank=True)
    pronunciation = models.CharField(_("pronunciation"), max_length=100, blank=True)
    face = models.ImageField(upload_to="faces/", blank=True)
    searchable = SearchVectorField(null=True, editable=False)

    class Meta:
        indexes: ClassVar = [GinIndex(fields=["searchable"], name="profile_search")]

    def __str__(self) -> str:
        return str(self.user)
