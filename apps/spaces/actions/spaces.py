"""A space's own life: created, described, archived. Its kind changes in opening.py."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from apps.core.decisions import require
from apps.core.errors import InvalidInput
from apps.core.html import clean_text
from apps.core.normalise import normalise
from apps.events.actions import record
from apps.profiles.actions import free_slug
from apps.profiles.models import User
from apps.spaces import grants
from apps.spaces.actions.deletion import refuse_while_planned
from apps.spaces.events import SpaceChanged, SpaceCreated
from apps.spaces.journal import Kind, note
from apps.spaces.models import Membership, Space
from apps.spaces.permissions import (
    can_archive_space,
    can_choose_mails,
    can_create_space,
    can_edit_space,
    standing,
)
from apps.spaces.searchable import refresh_searchable

# Addresses under /spaces/ that are pages of their own.
RESERVED_SLUGS = frozenset({"new", "picker"})
ADDRESS_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
DESCRIPTIVE_FIELDS = frozenset({"name", "description", "charter_note", "purpose", "language"})


@transaction.atomic
def create_space(
    *, owner: User, name: str, slug: str = "", key: UUID | None = None, **values: Any
) -> Space:
    """Open a space; its creator is its owner. `values` are descriptive fields and `kind`.

    With the same `key` again, the space of the first time is answered.
    """
    require(can_create_space(owner))
    line = _one_line(name)
    words = {field: clean_text(value) for field, value in values.items()}
    space, is_new = _insert(owner, key, slug, {"name": line, "sort_name": _sortable(line), **words})
    if not is_new:
        return space
    membership = Membership.objects.create(space=space, user=owner, role=Membership.Role.OWNER)
    grants.project([membership])
    refresh_searchable([space.pk])
    note(space, Kind.CREATED, actor=owner, kind_of_space=space.kind)
    record(SpaceCreated(actor_id=owner.pk, space_id=space.pk, person_id=owner.pk))
    return space


@transaction.atomic
def edit_space(*, actor: User, space: Space, **values: Any) -> Space:
    """Change what is said of the space; its kind has an action of its own."""
    if unknown := values.keys() - DESCRIPTIVE_FIELDS:
        raise TypeError(f"not descriptive: {unknown}")
    locked = _lock(space)
    require(can_edit_space(standing(actor, locked)))
    for field, value in values.items():
        setattr(locked, field, _one_line(value) if field == "name" else clean_text(value))
    locked.sort_name = _sortable(locked.name)
    locked.version += 1
    locked.save(update_fields=[*values, "sort_name", "version"])
    refresh_searchable([space.pk])
    record(SpaceChanged(actor_id=actor.pk, space_id=space.pk))
    return locked


@transaction.atomic
def allow_content_in_mail(*, actor: User, space: Space, is_allowed: bool) -> None:
    """Let mails to the members name this confidential space and quote what is written, or not."""
    locked = _lock(space)
    require(can_choose_mails(standing(actor, locked)))
    Space.objects.filter(pk=space.pk).update(
        allows_content_in_mail=is_allowed, version=F("version") + 1
    )
    space.refresh_from_db(fields=["allows_content_in_mail", "version"])
    record(SpaceChanged(actor_id=actor.pk, space_id=space.pk))


@transaction.atomic
def archive_space(*, actor: User, space: Space) -> None:
    """Close to writing; reading stays as it was."""
    require(can_archive_space(standing(actor, space)))
    _set_archived(actor, space, archived=True)


@transaction.atomic
def restore_space(*, actor: User, space: Space) -> None:
    require(can_archive_space(standing(actor, space)))
    refuse_while_planned(space)
    _set_archived(actor, space, archived=False)


@transaction.atomic
def open_person_page(person: User) -> Space:
    """The page each person has; idempotent, done by the system when a person arrives."""
    page, is_new = Space.objects.get_or_create(person=person, defaults=page_values(person))
    if not is_new and page.name != person.display_name:
        Space.objects.filter(pk=page.pk).update(
            name=person.display_name, sort_name=person.sort_name[:120], version=F("version") + 1
        )
    return page


def page_values(person: User) -> dict[str, Any]:
    """What the page of this person is made of; also for pages made in bulk."""
    return {
        "slug": f"page--{person.username}",
        "name": person.display_name,
        "sort_name": person.sort_name[:120],
        "built_in": Space.BuiltIn.PERSON,
        "purpose": Space.Purpose.EXPRESSION,
        "language": person.language or "fr",
    }


def _set_archived(actor: User, space: Space, *, archived: bool) -> None:
    Space.objects.filter(pk=space.pk).update(
        archived_at=timezone.now() if archived else None, version=F("version") + 1
    )
    space.refresh_from_db(fields=["archived_at", "version"])
    note(space, Kind.ARCHIVED if archived else Kind.RESTORED, actor=actor)
    record(SpaceChanged(actor_id=actor.pk, space_id=space.pk))


def _insert(owner: User, key: UUID | None, slug: str, values: dict[str, Any]) -> tuple[Space, bool]:
    """The new space and True, or the one this key already made and False."""
    for attempts_left in (2, 1, 0):
        address = slug or _free_address(values["name"], values.get("kind", ""))
        try:
            with transaction.atomic():
                made = Space.objects.create(
                    slug=address, created_by=owner, members_count=1, key=key, **values
                )
                return made, True
        except IntegrityError:
            # The key was used before, or another space took the address a moment ago.
            before = Space.objects.filter(created_by=owner, key=key).first() if key else None
            if before is not None:
                return before, False
            if slug or not attempts_left:
                raise
    raise AssertionError("the last attempt returns or raises")


def _free_address(name: str, kind: str) -> str:
    if kind == Space.Kind.CONFIDENTIAL:
        # A number after a later namesake's address would tell everyone that this space exists.
        return f"{free_slug(name, Space, 'slug')}-{get_random_string(6, ADDRESS_LETTERS)}"
    slug = free_slug(name, Space, "slug")
    return free_slug(f"{slug} 2", Space, "slug") if slug in RESERVED_SLUGS else slug


def _one_line(name: str) -> str:
    """A name as one line. Raises `InvalidInput("name", …)` when nothing legible is left."""
    line = " ".join(clean_text(name).split())
    if not normalise(line):
        raise InvalidInput("name", _("Give the space a name made of letters or digits."))
    return line


def _sortable(name: str) -> str:
    return normalise(name)[:120]


def _lock(space: Space) -> Space:
    return Space.objects.select_for_update(no_key=True).get(pk=space.pk)
