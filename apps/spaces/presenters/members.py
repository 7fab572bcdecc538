"""Who belongs to a space, and what may be changed about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.core.pagination import Page
from apps.profiles.lines import PersonLine, person_line
from apps.profiles.models import User
from apps.spaces.forms import MembersQuestion
from apps.spaces.models import Membership, Space
from apps.spaces.permissions import Standing, can_give_role, standing
from apps.spaces.presenters.header import SpaceHeader, space_header

Role = Membership.Role


@dataclass(frozen=True, slots=True)
class RoleChange:
    """A role this member could be given; `label` says so as an act."""

    role: str
    label: str


@dataclass(frozen=True, slots=True)
class MemberRow:
    """`changes` is empty when this reader may not change the role."""

    person: PersonLine
    role: str
    role_label: str
    joined_at: datetime
    url: str
    changes: list[RoleChange]
    may_remove: bool
    is_me: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """A colleague who could be added, or already belongs."""

    person: PersonLine
    url: str
    is_member: bool


@dataclass(frozen=True, slots=True)
class MembersPage:
    header: SpaceHeader
    question: MembersQuestion
    rows: list[MemberRow]
    more_url: str
    is_continued: bool
    candidates: list[Candidate]


def members_page(
    user: Any,
    space: Space,
    question: MembersQuestion,
    found: Page[Membership],
    candidates: Iterable[User],
) -> MembersPage:
    """The members of `space` for `user`, who reads it. Seven queries, whatever the rows."""
    where = standing(user, space)
    header = space_header(user, space, where)
    following = header.urls.members + question.address(found.next_cursor)
    return MembersPage(
        header=header,
        question=question,
        rows=[_row(where, space, membership) for membership in found.items],
        more_url=following if found.next_cursor else "",
        is_continued=bool(question.cursor),
        candidates=candidates_for(user, space, candidates),
    )


def member_row(user: Any, space: Space, membership: Membership) -> MemberRow:
    """One row, after a change. `membership` is loaded `with_person()`."""
    return _row(standing(user, space), space, membership)


def candidates_for(user: Any, space: Space, people: Iterable[User]) -> list[Candidate]:
    """The colleagues found, each marked when already a member. One query, none for nobody."""
    people = list(people)
    if not people:
        return []
    inside = Membership.objects.visible_to(user).filter(space=space, user__in=people)
    members = set(inside.values_list("user_id", flat=True))
    return [
        Candidate(person_line(person), _address(space, person), person.pk in members)
        for person in people
    ]


def _row(where: Standing, space: Space, membership: Membership) -> MemberRow:
    role, user = membership.role, membership.user
    may_remove = bool(can_give_role(where, before=role, after=None))
    return MemberRow(
        person=person_line(user),
        role=role,
        role_label=membership.get_role_display(),
        joined_at=membership.joined_at,
        url=_address(space, user),
        changes=_changes(where, role),
        may_remove=may_remove,
        is_me=user.pk == where.user.pk,
    )


def _changes(where: Standing, current: str) -> list[RoleChange]:
    acts = {
        Role.MEMBER: _("Make a simple member"),
        Role.ANIMATOR: _("Name as animator"),
        Role.OWNER: _("Name as owner"),
    }
    return [
        RoleChange(role.value, label)
        for role, label in acts.items()
        if role != current and can_give_role(where, before=current, after=role)
    ]


def _address(space: Space, person: User) -> str:
    return reverse("space_member", args=[space.slug, person.username])
