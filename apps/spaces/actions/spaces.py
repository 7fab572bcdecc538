"""A space's own life: created, described, made more or less open, archived."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.core.decisions import require
from apps.core.errors import InvalidInput
from apps.core.html import clean_text
from apps.core.normalise import normalise
from apps.events.actions import record
from apps.profiles.actions import free_slug
from apps.profiles.models import User
from apps.spaces import grants
from apps.spaces.events import SpaceChanged, SpaceCreated, SpaceKindChanged
from apps.spaces.models import Membership, Space
from apps.spaces.permissions import can_archive_space, can_create_space, can_edit_space, standing
from apps.spaces.searchable import refresh_searchable

DESCRIPTIVE_FIELDS = frozenset({"name", "description", "charter_note", "purpose", "language"})


@transaction.atomic
def create_space(*, owner: User, name: str, slug: str = "", **values: Any) -> Space:
    """Open a space; its creator is its owner. `values` are descriptive fields and `kind`."""
    require(can_create_space(owner))
    name = clean_text(name)
    if not normalise(name):
        raise InvalidInput("name", _("Give the space a name made of letters or digits."))
    space = Space.objects.create(
        name=name,
        sort_name=normalise(name)[:120],
        slug=slug or free_slug(name, Space, "slug"),
        created_by=owner,
        members_count=1,
        **values,
    )
    membership = Membership.objects.create(space=space, user=owner, role=Membership.Role.OWNER)
    grants.project([membership])
    refresh_searchable([space.pk])
    record(SpaceCreated(actor_id=owner.pk, space_id=space.pk, person_id=owner.pk))
    return space


@transaction.atomic
def edit_space(*, actor: User, space: Space, **values: Any) -> Space:
    """Change what is said of the space; its kind has an action of its own."""
    require(can_edit_space(standing(actor, space)))
    if unknown := values.keys() - DESCRIPTIVE_FIELDS:
        raise TypeError(f"not descriptive: {unknown}")
    locked = Space.objects.select_for_update().get(pk=space.pk)
    for field, value in values.items():
        setattr(locked, field, clean_text(value))
    locked.sort_name = normalise(locked.name)[:120]
    locked.version += 1
    if not locked.sort_name:
        raise InvalidInput("name", _("Give the space a name made of letters or digits."))
    locked.save(update_fields=[*values, "sort_name", "version"])
    refresh_searchable([space.pk])
    record(SpaceChanged(actor_id=actor.pk, space_id=space.pk))
    return locked


@transaction.atomic
def change_kind(*, actor: User, space: Space, kind: str) -> Space:
    """Make a space stricter, at once and everywhere.

    Opening is refused: what was written for fewer people does not change readers without the
    consent of those who wrote it.
    """
    require(can_archive_space(standing(actor, space)))
    locked = Space.objects.select_for_update().get(pk=space.pk)
    if locked.kind == kind:
        return locked
    if _openness(kind) > _openness(locked.kind):
        raise InvalidInput(
            "kind",
            _("People wrote here for fewer readers. Create a new space instead of opening this one."),
        )
    locked.kind = kind
    locked.version += 1
    locked.save(update_fields=["kind", "version"])
    record(SpaceKindChanged(actor_id=actor.pk, space_id=space.pk, kind=kind))
    return locked


@transaction.atomic
def archive_space(*, actor: User, space: Space) -> None:
    """Close to writing; reading stays as it was."""
    require(can_archive_space(standing(actor, space)))
    _set_archived(actor, space, archived=True)


@transaction.atomic
def restore_space(*, actor: User, space: Space) -> None:
    require(can_archive_space(standing(actor, space)))
    _set_archived(actor, space, archived=False)


@transaction.atomic
def open_person_page(person: User) -> Space:
    """The page each person has; idempotent, done by the system when a person arrives."""
    page, is_new = Space.objects.get_or_create(
        person=person,
        defaults={
            "slug": f"page--{person.username}",
            "name": person.display_name,
            "sort_name": person.sort_name[:120],
            "built_in": Space.BuiltIn.PERSON,
            "purpose": Space.Purpose.EXPRESSION,
            "language": person.language or "fr",
        },
    )
    if not is_new and page.name != person.display_name:
        Space.objects.filter(pk=page.pk).update(
            name=person.display_name, sort_name=person.sort_name[:120], version=F("version") + 1
        )
    return page


def _set_archived(actor: User, space: Space, *, archived: bool) -> None:
    Space.objects.filter(pk=space.pk).update(
        archived_at=timezone.now() if archived else None, version=F("version") + 1
    )
    space.refresh_from_db(fields=["archived_at", "version"])
    record(SpaceChanged(actor_id=actor.pk, space_id=space.pk))


def _openness(kind: str) -> int:
    return [Space.Kind.CONFIDENTIAL, Space.Kind.ON_REQUEST, Space.Kind.OPEN].index(Space.Kind(kind))
