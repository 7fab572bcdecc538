"""The head of a space's pages: what it is, who reads, and what this person may do."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from apps.core.prepared import Prepared, given
from apps.profiles.lines import PersonLine, person_line
from apps.spaces.audience import ICONS, Audience, exact_audience_of
from apps.spaces.exceptional import ExceptionalAccess, exceptional_access
from apps.spaces.models import ANIMATING, Follow, Membership, Space
from apps.spaces.permissions import (
    Standing,
    can_archive_space,
    can_choose_mails,
    can_edit_space,
    can_join,
    can_manage_members,
    can_pin,
    can_post,
    standing,
)
from apps.spaces.presenters.urls import SpaceUrls, space_urls

Role = Membership.Role


@dataclass(frozen=True, slots=True)
class SpaceHeader:
    """For someone who reads the space. `role` is empty without a membership. `exceptional`: who
    reads it besides, for a few hours.
    """

    id: int
    slug: str
    title: str
    kind: str
    kind_label: str
    icon: str
    purpose_label: str
    description: str
    charter_note: str
    language: str
    audience: Audience
    exceptional: list[ExceptionalAccess]
    members_count: int
    animators: list[PersonLine]
    urls: SpaceUrls
    role: str
    role_label: str
    is_member: bool
    is_built_in: bool
    is_archived: bool
    deletion_due_at: datetime | None
    is_quoted_in_mail: bool
    follows: bool
    may_join: bool
    may_leave: bool
    may_follow: bool
    may_post: bool
    may_pin: bool
    may_edit: bool
    may_change_kind: bool
    may_archive: bool
    may_choose_mails: bool
    may_manage_members: bool
    exclusion_url: str

    @property
    def is_closed(self) -> bool:
        return self.kind != Space.Kind.OPEN


def space_header(user: Any, space: Space, where: Standing | None = None) -> SpaceHeader:
    """What `user`, who reads `space`, sees above it. Five queries at most."""
    where = where or standing(user, space)
    near = _around(user, space)
    animating = [m for m in near if m.role in ANIMATING]
    role = next((m.role for m in near if m.user_id == user.pk), "")
    follows = _follows(user, space, is_member=bool(role))
    may_archive = bool(can_archive_space(where))
    return SpaceHeader(
        id=space.pk,
        slug=space.slug,
        title=space.title,
        kind=space.kind,
        kind_label=space.get_kind_display(),
        icon=ICONS[space.kind],
        purpose_label=space.get_purpose_display(),
        description=space.description,
        charter_note=space.charter_note,
        language=space.language,
        audience=exact_audience_of(space),
        exceptional=exceptional_access(space),
        members_count=space.members_count,
        animators=[person_line(membership.user) for membership in animating],
        urls=space_urls(space),
        role=role,
        role_label=str(Role(role).label) if role else "",
        is_member=bool(role),
        is_built_in=bool(space.built_in),
        is_archived=space.is_archived,
        deletion_due_at=space.deletion_due_at,
        is_quoted_in_mail=space.is_quoted_in_mail,
        follows=follows,
        may_join=not role and bool(can_join(where)),
        may_leave=bool(role) and not _is_last_owner(user, animating),
        may_follow=not role and not follows and _is_followable(user, space),
        may_post=bool(can_post(where)),
        may_pin=bool(can_pin(where)),
        may_edit=bool(can_edit_space(where)),
        may_change_kind=may_archive,
        may_archive=may_archive,
        may_choose_mails=bool(can_choose_mails(where)),
        may_manage_members=bool(can_manage_members(where)),
        exclusion_url=space_urls(space).exclusion if where.has("excluded") else "",
    )


def animators_of(user: Any, space: Space) -> list[Membership]:
    """Owners and animators, by name. One query; none for what belongs to everyone."""
    return [m for m in _around(user, space) if m.role in ANIMATING]


def _around(user: Any, space: Space) -> list[Membership]:
    """The same, and what this person is there."""
    return [] if space.built_in else _AROUND.rows(user, space.pk)


def _animating_and_own(person: Any) -> QuerySet[Membership]:
    around = Membership.objects.animating_and_own(person).filter(space=given(2))
    return around.with_person().order_by("user__sort_name", "user_id")


_AROUND: Prepared[Membership] = Prepared(_animating_and_own, "bigint")


def _is_last_owner(user: Any, animating: list[Membership]) -> bool:
    return {m.user_id for m in animating if m.role == Role.OWNER} == {user.pk}


def _is_followable(user: Any, space: Space) -> bool:
    return space.built_in != Space.BuiltIn.EVERYONE and space.person_id != user.pk


def _follows(user: Any, space: Space, *, is_member: bool) -> bool:
    if is_member or not _is_followable(user, space):
        return False
    return Follow.objects.visible_to(user).filter(space=space).exists()
