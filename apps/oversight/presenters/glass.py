"""Exceptional access as those see it who ask, who answer and who read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from apps.core.pagination import Page, keyset
from apps.oversight.actions.access import confidential_at
from apps.oversight.approvers import is_approver
from apps.oversight.models import Access
from apps.oversight.permissions import can_answer, can_ask, can_end, can_withdraw
from apps.profiles.lines import PersonLine, person_line

ACCESSES_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class AccessRow:
    """`mark` colours the badge: good, care, accent or nothing."""

    id: int
    url: str
    asker: PersonLine
    address: str
    reason: str
    state: str
    mark: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class GlassPage:
    """`why_not` says why this person cannot ask; empty when they can."""

    is_on: bool
    may_ask: bool
    why_not: str
    is_approver: bool
    waiting: list[AccessRow]
    rows: list[AccessRow]
    more_url: str


@dataclass(frozen=True, slots=True)
class AccessPage:
    """`finding` tells who answers what the address leads to; empty for everybody else."""

    id: int
    url: str
    answer_url: str
    asker: PersonLine
    approver: PersonLine | None
    address: str
    reason: str
    text: str
    duration: str
    state: str
    mark: str
    word: str
    asked_at: datetime
    answered_at: datetime | None
    expires_at: datetime | None
    ended_at: datetime | None
    tell_at: datetime | None
    is_secret: bool
    finding: str
    finds: bool
    may_answer: bool
    may_withdraw: bool
    may_end: bool


def glass_page(user: Any, before: str = "") -> GlassPage:
    """Six queries at most, whatever the rows."""
    asking = can_ask(user)
    everything = Access.objects.visible_to(user).with_people()
    found: Page[Access] = keyset(
        everything, order={"-asked_at": datetime, "-id": int}, cursor=before, limit=ACCESSES_A_PAGE
    )
    waiting = everything.waiting().exclude(asker=user) if is_approver(user) else everything.none()
    more = f"{reverse('glass')}?before={found.next_cursor}" if found.next_cursor else ""
    return GlassPage(
        is_on=bool(asking) or is_approver(user),
        may_ask=bool(asking),
        why_not=asking.reason,
        is_approver=is_approver(user),
        waiting=[access_row(access) for access in waiting.order_by("asked_at", "id")],
        rows=[access_row(access) for access in found.items],
        more_url=more,
    )


def access_row(access: Access) -> AccessRow:
    """Needs `with_people`."""
    state, mark = state_of(access)
    return AccessRow(
        id=access.pk,
        url=reverse("glass_access", args=[access.pk]),
        asker=person_line(access.asker),
        address=access.address,
        reason=access.get_reason_display(),
        state=state,
        mark=mark,
        asked_at=access.asked_at,
    )


def access_page(user: Any, access: Access) -> AccessPage:
    """For someone to whom `access`, loaded `with_people`, is visible. One query at most."""
    state, mark = state_of(access)
    may_answer = bool(can_answer(user, access))
    finds = may_answer and _is_there(access.address)
    return AccessPage(
        id=access.pk,
        url=reverse("glass_access", args=[access.pk]),
        answer_url=reverse("glass_answer", args=[access.pk]),
        asker=person_line(access.asker),
        approver=person_line(access.answered_by) if access.answered_by else None,
        address=access.address,
        reason=access.get_reason_display(),
        text=access.text,
        duration=ngettext("%(count)d hour", "%(count)d hours", access.hours)
        % {"count": access.hours},
        state=state,
        mark=mark,
        word=access.word,
        asked_at=access.asked_at,
        answered_at=access.answered_at,
        expires_at=access.expires_at,
        ended_at=access.ended_at,
        tell_at=access.tell_at,
        is_secret=access.tell_at is not None and timezone.now() < access.tell_at,
        finding=_finding(finds=finds) if may_answer else "",
        finds=finds,
        may_answer=may_answer,
        may_withdraw=bool(can_withdraw(user, access)),
        may_end=bool(can_end(user, access)),
    )


def state_of(access: Access) -> tuple[str, str]:
    """In words, and the colour of its badge."""
    if access.state == Access.State.WAITING:
        return (_("Waiting"), "accent") if access.is_waiting else (_("Not answered in time"), "")
    if access.state != Access.State.APPROVED:
        return str(access.get_state_display()), ""
    if access.is_in_force:
        return _("In force"), "care"
    return (_("Ended early"), "good") if access.ended_at else (_("Over"), "good")


def _is_there(slug: str) -> bool:
    """Whether approving would open anything: for who answers, who is trusted to know."""
    return confidential_at(slug).exists()


def _finding(*, finds: bool) -> str:
    if finds:
        return _("A confidential space is at this address.")
    return _("No confidential space is at this address: decline, and say so.")
