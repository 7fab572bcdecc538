"""What can happen to a person: arrive, move, describe themselves, leave."""

from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from apps.core.decisions import refuse, require
from apps.core.deeds import DeedKind, deed
from apps.core.html import clean_text
from apps.core.normalise import normalise
from apps.events.actions import record
from apps.profiles.events import PersonActivated, PersonDeactivated, ProfileChanged
from apps.profiles.former import is_former_member
from apps.profiles.models import Profile, Unit, User
from apps.profiles.permissions import can_administer_people, can_edit_profile
from apps.profiles.searchable import refresh_searchable

PROFILE_FIELDS = frozenset(
    "location phone languages skills about pronouns pronunciation".split()  # noqa: SIM905
)
DIRECTORY_FIELDS = frozenset({"job_title", "unit", "site", "manager"})


@transaction.atomic
def create_unit(
    *, name: str, parent: Unit | None = None, kind: str = Unit.Kind.DEPARTMENT, slug: str = ""
) -> Unit:
    """Add a node to the organisation's tree."""
    slug = slug or free_slug(name, Unit, "slug")
    unit = Unit.objects.create(
        name=name,
        slug=slug,
        parent=parent,
        kind=kind,
        group=Group.objects.create(name=f"unit:{slug}"),
    )
    unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
    unit.save(update_fields=["path"])
    return unit


@transaction.atomic
def rename_unit(*, actor: User, unit: Unit, name: str) -> None:
    """Call a unit otherwise; its address stays."""
    require(can_administer_people(actor))
    Unit.objects.filter(pk=unit.pk).update(name=clean_text(name))
    people = Profile.objects.filter(Q(unit=unit) | Q(site=unit))
    refresh_searchable(people.values_list("pk", flat=True))
    deed(DeedKind.UNIT_RENAMED, actor=actor, unit=unit.pk, name=clean_text(name))


@transaction.atomic
def register_person(
    *,
    email: str,
    display_name: str,
    password: str | None = None,
    username: str = "",
    **details: Any,
) -> User:
    """Let a person in. `details` are fields of `User` (language, roles) and of `Profile`."""
    profile_values = {k: details.pop(k) for k in PROFILE_FIELDS | DIRECTORY_FIELDS if k in details}
    user = User(
        email=email.strip().lower(),
        username=username or free_slug(display_name or email.partition("@")[0], User, "username"),
        display_name=clean_text(display_name),
        sort_name=normalise(display_name)[:150],
        **details,
    )
    user.set_password(password)
    user.save()
    profile = Profile.objects.create(user=user, **profile_values)
    _follow_units(profile)
    refresh_searchable([user.pk])
    record(PersonActivated(person_id=user.pk))
    return user


@transaction.atomic
def edit_profile(*, actor: User, person: User, **values: Any) -> Profile:
    """The person's own words about themselves: the fields of `PROFILE_FIELDS`."""
    require(can_edit_profile(actor, person))
    profile = Profile.objects.select_for_update().get(user=person)
    for name, value in values.items():
        if name not in PROFILE_FIELDS:
            raise TypeError(f"{name} is not for the person to edit")
        setattr(profile, name, clean_text(value) if isinstance(value, str) else value)
    profile.save(update_fields=list(values))
    refresh_searchable([person.pk])
    record(ProfileChanged(actor_id=actor.pk, person_id=person.pk))
    return profile


@transaction.atomic
def update_directory_entry(
    *, actor: User, person: User, display_name: str = "", **values: Any
) -> None:
    """What the organisation says of a person: name, job, unit, site, manager."""
    require(can_administer_people(actor))
    profile = Profile.objects.select_for_update().get(user=person)
    for name, value in values.items():
        if name not in DIRECTORY_FIELDS:
            raise TypeError(f"{name} is for the person to edit")
        setattr(profile, name, value)
    profile.save(update_fields=list(values) or None)
    if display_name:
        person.display_name = clean_text(display_name)
        person.sort_name = normalise(display_name)[:150]
        person.save(update_fields=["display_name", "sort_name"])
    _follow_units(profile)
    refresh_searchable([person.pk])
    deed(DeedKind.PERSON_DESCRIBED, actor=actor, person=person)
    record(ProfileChanged(actor_id=actor.pk, person_id=person.pk))


@transaction.atomic
def deactivate_person(*, actor: User, person: User) -> None:
    """End a person's access everywhere, at once. Their words stay under their name.

    Raises `Refused` for the last administrator.
    """
    require(can_administer_people(actor))
    keep_an_administrator(person)
    if User.objects.filter(pk=person.pk, is_active=True).update(is_active=False):
        person.is_active = False
        deed(DeedKind.PERSON_DEACTIVATED, actor=actor, person=person)
        record(PersonDeactivated(actor_id=actor.pk, person_id=person.pk))


@transaction.atomic
def reactivate_person(*, actor: User, person: User) -> None:
    require(can_administer_people(actor))
    if is_former_member(person):
        refuse(_("This is nobody's account: it bears the words of people who took their name off."))
    if User.objects.filter(pk=person.pk, is_active=False).update(is_active=True):
        person.is_active = True
        deed(DeedKind.PERSON_REACTIVATED, actor=actor, person=person)
        record(PersonActivated(actor_id=actor.pk, person_id=person.pk))


def keep_an_administrator(person: User) -> None:
    """Refuse what would leave the organisation without one; the others wait meanwhile."""
    administrators = User.objects.active().filter(is_staff=True).select_for_update()
    left = [administrator.pk for administrator in administrators]
    if left == [person.pk]:
        refuse(_("An organisation keeps at least one administrator: name another one first."))


def set_preferences(*, person: User, **values: str) -> None:
    """`language` and `theme`; a preference concerns nobody else and is no event."""
    User.objects.filter(pk=person.pk).update(**values)


def note_sign_in(*, person: User) -> None:
    User.objects.filter(pk=person.pk).update(last_login=timezone.now())


def free_slug(text: str, model: Any, field: str) -> str:
    """`text` as an address not yet taken: `camille-roux`, `camille-roux-2`."""
    base = slugify(normalise(text))[:60] or "x"
    taken = set(
        model.objects.filter(**{f"{field}__startswith": base}).values_list(field, flat=True)
    )
    candidates = (base if n == 1 else f"{base}-{n}" for n in range(1, len(taken) + 2))
    return next(candidate for candidate in candidates if candidate not in taken)


def _follow_units(profile: Profile) -> None:
    ids = {i for unit in (profile.unit, profile.site) if unit for i in unit.ancestor_ids()}
    profile.user.groups.set(Group.objects.filter(unit__in=ids))
