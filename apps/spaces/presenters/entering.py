"""Who asks to come in, who was asked: what both sides are shown."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _, pgettext

from apps.core.pagination import Page
from apps.profiles.lines import PersonLine, person_line
from apps.spaces.actions import Line, Outcome
from apps.spaces.entering import can_view_members
from apps.spaces.models import Invitation, JoinRequest, Space
from apps.spaces.permissions import standing
from apps.spaces.presenters.header import SpaceHeader, space_header

State = JoinRequest.State


@dataclass(frozen=True, slots=True)
class RequestRow:
    """`answered_line` says who answered what, empty while it waits."""

    id: int
    person: PersonLine
    message: str
    asked_at: datetime
    url: str
    is_waiting: bool
    answered_line: str
    answered_at: datetime | None
    word: str


@dataclass(frozen=True, slots=True)
class RequestsPage:
    header: SpaceHeader
    rows: list[RequestRow]
    answered: list[RequestRow]
    more_url: str


@dataclass(frozen=True, slots=True)
class MyRequest:
    """What one asked oneself; `by` is who answered."""

    message: str
    asked_at: datetime
    is_waiting: bool
    is_declined: bool
    word: str
    by: str


@dataclass(frozen=True, slots=True)
class InvitationCard:
    """For the person invited."""

    inviter: PersonLine
    word: str
    sent_at: datetime
    expires_at: datetime
    url: str


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """For those who may invite."""

    id: int
    person: PersonLine
    inviter: str
    sent_at: datetime
    expires_at: datetime
    url: str


@dataclass(frozen=True, slots=True)
class ReportLine:
    address: str
    name: str
    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class InvitationsPage:
    """`members_url`: where one searches people and units, for whom the members are no secret."""

    header: SpaceHeader
    rows: list[InvitationRow]
    more_url: str
    report: list[ReportLine]
    invited_count: int
    members_url: str


def requests_page(
    user: Any, space: Space, found: Page[JoinRequest], answered: list[JoinRequest]
) -> RequestsPage:
    """For someone who answers. No query beside those of the header."""
    header = space_header(user, space)
    more = f"{header.urls.requests}?after={found.next_cursor}" if found.next_cursor else ""
    return RequestsPage(
        header=header,
        rows=[request_row(space, asked) for asked in found.items],
        answered=[request_row(space, asked) for asked in answered],
        more_url=more,
    )


def request_row(space: Space, asked: JoinRequest) -> RequestRow:
    """`asked` is loaded `with_people()`."""
    return RequestRow(
        id=asked.pk,
        person=person_line(asked.user),
        message=asked.message,
        asked_at=asked.asked_at,
        url=reverse("space_request_answer", args=[space.slug, asked.pk]),
        is_waiting=asked.state == State.WAITING,
        answered_line=_answered_line(asked),
        answered_at=asked.decided_at,
        word=asked.word,
    )


def my_request_line(asked: JoinRequest | None) -> MyRequest | None:
    if asked is None or asked.state == State.ACCEPTED:
        return None
    return MyRequest(
        message=asked.message,
        asked_at=asked.asked_at,
        is_waiting=asked.state == State.WAITING,
        is_declined=asked.state == State.DECLINED,
        word=asked.word,
        by=asked.decided_by.display_name if asked.decided_by else "",
    )


def invitation_card(space: Space, invitation: Invitation | None) -> InvitationCard | None:
    if invitation is None:
        return None
    return InvitationCard(
        inviter=person_line(invitation.invited_by),
        word=invitation.word,
        sent_at=invitation.sent_at,
        expires_at=invitation.expires_at,
        url=reverse("space_invitation", args=[space.slug]),
    )


def invitation_rows(space: Space, found: Page[Invitation]) -> list[InvitationRow]:
    return [
        InvitationRow(
            id=invitation.pk,
            person=person_line(invitation.user),
            inviter=invitation.invited_by.display_name,
            sent_at=invitation.sent_at,
            expires_at=invitation.expires_at,
            url=reverse("space_invitation_sent", args=[space.slug, invitation.pk]),
        )
        for invitation in found.items
    ]


def invitations_page(
    user: Any, space: Space, found: Page[Invitation], report: list[ReportLine]
) -> InvitationsPage:
    """For someone who may invite. Two queries at most beside those of the header."""
    header = space_header(user, space)
    more = f"{header.urls.invitations}?after={found.next_cursor}" if found.next_cursor else ""
    return InvitationsPage(
        header=header,
        rows=invitation_rows(space, found),
        more_url=more,
        report=report,
        invited_count=sum(line.kind == "good" for line in report),
        members_url=header.urls.members if can_view_members(standing(user, space)) else "",
    )


def report_lines(lines: list[Line]) -> list[tuple[str, str, str]]:
    """What is kept between two pages: (address, name, outcome)."""
    return [
        (line.address, line.person.display_name if line.person else "", line.outcome.value)
        for line in lines
    ]


def report_of(kept: list[tuple[str, str, str]]) -> list[ReportLine]:
    labels = {
        Outcome.INVITED: (pgettext("a person", "Invited"), "good"),
        Outcome.MEMBER: (_("Already a member"), ""),
        Outcome.WAITING: (_("Already invited"), ""),
        Outcome.EXCLUDED: (_("Excluded from this space"), "care"),
        Outcome.UNKNOWN: (_("Nobody here has this address"), "care"),
        Outcome.NO_ADDRESS: (_("No e-mail address here"), "care"),
    }
    return [ReportLine(address, name, *labels[Outcome(outcome)]) for address, name, outcome in kept]


def _answered_line(asked: JoinRequest) -> str:
    if asked.state == State.WAITING:
        return ""
    name = asked.decided_by.display_name if asked.decided_by else ""
    if asked.state == State.ACCEPTED:
        return _("Accepted by %(name)s") % {"name": name} if name else _("Accepted")
    return _("Declined by %(name)s") % {"name": name} if name else _("Declined")
