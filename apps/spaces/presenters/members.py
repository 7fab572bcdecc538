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
from apps.spaces.entering import can_exclude, can_invite, can_open_to_units
from apps.spaces.entries import (
    exclusions_count,
    invitations_waiting_count,
    requests_waiting_count,
    units_found,
    units_reading,
)
from apps.spaces.forms import MembersQuestion
from apps.spaces.models import Exclusion, Invitation, Membership, Space
from apps.spaces.permissions import Standing, can_give_role, standing
from apps.spaces.presenters.header import SpaceHeader, space_header
from apps.spaces.presenters.units import UnitCandidate, UnitRow, unit_candidates, unit_rows

Role = Membership.Role


@dataclass(frozen=True, slots=True)
class RoleChange:
    """A role this member could be given; `label` says so as an act."""

    role: str
    label: str


@dataclass(frozen=True, slots=True)
class MemberRow:
    """`changes` is empty when this reader may not change the role, `exclude_url` when they may
    not exclude."""

    person: PersonLine
    role: str
    role_label: str
    joined_at: datetime
    url: str
    changes: list[RoleChange]
    may_remove: bool
    exclude_url: str
    is_me: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """A colleague who could be asked in or added; `state` is member, invited, excluded or empty."""

    person: PersonLine
    username: str
    state: str
    add_url: str
    invite_url: str
    exclude_url: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many wait for those who run the space; zero for those who do not."""

    requests: int = 0
    invitations: int = 0
    exclusions: int = 0


@dataclass(frozen=True, slots=True)
class MembersPage:
    header: SpaceHeader
    question: MembersQuestion
    rows: list[MemberRow]
    more_url: str
    is_continued: bool
    candidates: list[Candidate]
    unit_candidates: list[UnitCandidate]
    units: list[UnitRow]
    waiting: Waiting
    may_invite: bool
    may_open_to_units: bool

    @property
    def may_bring(self) -> bool:
        return self.may_invite or self.header.may_manage_members


def members_page(
    user: Any,
    space: Space,
    question: MembersQuestion,
    found: Page[Membership],
    candidates: Iterable[User],
) -> MembersPage:
    """The members of `space` for `user`, who may see them. Constant queries, whatever the rows."""
    where = standing(user, space)
    header = space_header(user, space, where)
    following = header.urls.members + question.address(found.next_cursor)
    may_invite, may_open = bool(can_invite(where)), bool(can_open_to_units(where))
    brings = question.adding and (may_invite or may_open)
    return MembersPage(
        header=header,
        question=question,
        rows=[_row(where, space, membership) for membership in found.items],
        more_url=following if found.next_cursor else "",
        is_continued=bool(question.cursor),
        candidates=_candidates(where, space, list(candidates)),
        unit_candidates=unit_candidates(units_found(space, question.adding)) if brings else [],
        units=_units(user, space, question, may_withdraw=may_open),
        waiting=_waiting(user, space, header, may_invite=may_invite),
        may_invite=may_invite,
        may_open_to_units=may_open and header.is_closed,
    )


def member_row(user: Any, space: Space, membership: Membership) -> MemberRow:
    """One row, after a change. `membership` is loaded `with_person()`."""
    return _row(standing(user, space), space, membership)


def candidates_for(user: Any, space: Space, people: Iterable[User]) -> list[Candidate]:
    """The colleagues found, each marked with what they are here already. Four queries."""
    return _candidates(standing(user, space), space, list(people))


def _candidates(where: Standing, space: Space, people: list[User]) -> list[Candidate]:
    if not people:
        return []
    about = {"space": space, "user__in": people}
    states: dict[int, str] = {}
    for rows, state in (
        (Invitation.objects.visible_to(where.user).waiting().filter(**about), "invited"),
        (Membership.objects.visible_to(where.user).filter(**about), "member"),
        (Exclusion.objects.visible_to(where.user).in_force().filter(**about), "excluded"),
    ):
        states |= dict.fromkeys(rows.values_list("user_id", flat=True), state)
    may_invite = bool(can_invite(where))
    may_add = bool(can_give_role(where, before=None, after=Role.MEMBER))
    return [
        Candidate(
            person=person_line(person),
            username=person.username,
            state=states.get(person.pk, ""),
            add_url=_address(space, person) if may_add else "",
            invite_url=reverse("space_invitations", args=[space.slug]) if may_invite else "",
            exclude_url=_exclude_url(where, space, person, before=None),
        )
        for person in people
    ]


def _units(
    user: Any, space: Space, question: MembersQuestion, *, may_withdraw: bool
) -> list[UnitRow]:
    """On the first page of the whole list: a search is about people."""
    if question.text or question.cursor:
        return []
    return unit_rows(space, units_reading(user, space), may_withdraw=may_withdraw)


def asking_to_enter(user: Any, space: Space, header: SpaceHeader) -> int:
    """How many requests wait for this person's answer. One query, none for who answers none."""
    return requests_waiting_count(user, space) if header.may_manage_members else 0


def _waiting(user: Any, space: Space, header: SpaceHeader, *, may_invite: bool) -> Waiting:
    return Waiting(
        requests=asking_to_enter(user, space, header),
        invitations=invitations_waiting_count(user, space) if may_invite else 0,
        exclusions=exclusions_count(user, space) if header.may_manage_members else 0,
    )


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
        exclude_url=_exclude_url(where, space, user, before=role),
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


def _exclude_url(where: Standing, space: Space, person: User, *, before: str | None) -> str:
    if not can_exclude(where, whom=person.pk, before=before):
        return ""
    return reverse("space_member_exclusion", args=[space.slug, person.username])


def _address(space: Space, person: User) -> str:
    return reverse("space_member", args=[space.slug, person.username])
