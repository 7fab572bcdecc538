"""People as an administrator manages them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.models import Invitation
from apps.core.pagination import Page
from apps.mailing.presenters import Refusal, refusal_of
from apps.oversight.forms import PeopleQuestion
from apps.oversight.permissions import can_end_access_of
from apps.oversight.presenters.desk import Confirmation
from apps.oversight.standing import open_sessions, owned_alone
from apps.profiles.lines import PersonLine, person_line
from apps.profiles.models import User
from apps.profiles.roles import ROLES


@dataclass(frozen=True, slots=True)
class PersonRow:
    person: PersonLine
    url: str
    email: str
    badges: list[str]
    is_active: bool


@dataclass(frozen=True, slots=True)
class WaitingInvitation:
    email: str
    expires_at: datetime
    url: str


@dataclass(frozen=True, slots=True)
class PeoplePage:
    question: PeopleQuestion
    choices: list[tuple[str, str, bool]]
    rows: list[PersonRow]
    more_url: str
    invitations: list[WaitingInvitation]


@dataclass(frozen=True, slots=True)
class RoleChoice:
    name: str
    label: str
    meaning: str
    has: bool


@dataclass(frozen=True, slots=True)
class PersonPage:
    """`refusal` says why mail does not reach the person; None when it does."""

    person: PersonLine
    email: str
    urls: dict[str, str]
    joined_at: datetime
    is_active: bool
    has_account: bool
    is_me: bool
    may_end_access: bool
    roles: list[RoleChoice]
    sessions: int
    refusal: Refusal | None


def role_words() -> dict[str, tuple[str, str]]:
    """What each flag is called, and what it lets a person do."""
    return {
        "is_leader": (
            _("Leader"),
            _("Their posts are set as letters, and they may announce to everybody."),
        ),
        "is_communicator": (
            _("Communicator"),
            _("May announce to everybody, and accompanies leaders and animators."),
        ),
        "is_analyst": (_("Analyst"), _("Sees the protected figures of the organisation.")),
        "is_staff": (
            _("Administrator"),
            _(
                "Manages people, units and settings, and names other administrators. Reads no "
                "confidential space."
            ),
        ),
    }


def people_page(
    question: PeopleQuestion, found: Page[User], invitations: list[Invitation]
) -> PeoplePage:
    """Of what was loaded. No query."""
    more = question.address(after=found.next_cursor) if found.next_cursor else ""
    return PeoplePage(
        question=question,
        choices=[
            (value, str(label), value == question.show) for value, label in PeopleQuestion.SHOWS
        ],
        rows=[_row(person) for person in found.items],
        more_url=more,
        invitations=[
            WaitingInvitation(
                invitation.email,
                invitation.expires_at,
                reverse("administration_invitation", args=[invitation.pk]),
            )
            for invitation in invitations
        ],
    )


def person_page(user: Any, person: User) -> PersonPage:
    """Of a person loaded `with_card`. Three queries."""
    words = role_words()
    return PersonPage(
        person=person_line(person),
        email=person.email,
        urls={
            "page": _address("administration_person", person),
            "roles": _address("administration_roles", person),
            "access": _address("administration_access", person),
            "sessions": _address("administration_sessions", person),
            "mailbox": _address("administration_mailbox", person),
            "describe": reverse("admin:profiles_user_change", args=[person.pk]),
        },
        joined_at=person.joined_at,
        is_active=person.is_active,
        has_account=person.has_usable_password(),
        is_me=person.pk == user.pk,
        may_end_access=person.is_active and bool(can_end_access_of(user, person)),
        roles=[
            RoleChoice(name, *words[name], has=getattr(person, name))
            for name in words
            if name in ROLES
        ],
        sessions=open_sessions(person),
        refusal=refusal_of(person.email),
    )


def confirm_roles(person: User, wanted: dict[str, bool]) -> Confirmation | None:
    """What changing these flags does; None when nothing would change."""
    sentences = []
    for name, (label, meaning) in role_words().items():
        if wanted[name] == getattr(person, name):
            continue
        if wanted[name]:
            sentences.append(_("Given: %(role)s. %(meaning)s") % _said(label, meaning))
        else:
            sentences.append(_("Taken back: %(role)s.") % {"role": label})
    if not sentences:
        return None
    told = _("%(name)s is told of it, by you.") % {"name": person.display_name}
    return Confirmation(
        title=_("Change what %(name)s is entrusted with?") % {"name": person.display_name},
        sentences=[*sentences, told],
        action=_address("administration_roles", person),
        submit=_("Change it"),
        cancel_url=_address("administration_person", person),
        kept={"confirmed": "yes", **{name: "on" for name, has in wanted.items() if has}},
    )


def confirm_end(person: User) -> Confirmation:
    """What ending somebody's access does, said before. One query."""
    alone = owned_alone(person)
    sentences = [
        _("Every session ends at once, on every device; nobody can sign in as them."),
        _("They leave the directory, and every space loses a reader. Nothing more is mailed."),
        _("What they wrote stays, under their name."),
        _("It can be undone: giving access back restores their places."),
    ]
    if alone:
        sentences.append(
            _("They alone own: %(spaces)s. These are offered to the most involved members.")
            % {"spaces": ", ".join(alone)}
        )
    sentences.append(
        _("Confidential spaces they alone own, if any, are offered to their members; you see none.")
    )
    return Confirmation(
        title=_("End the access of %(name)s?") % {"name": person.display_name},
        sentences=sentences,
        action=_address("administration_access", person),
        submit=_("End their access"),
        cancel_url=_address("administration_person", person),
        method="DELETE",
        is_danger=True,
    )


def _row(person: User) -> PersonRow:
    badges = [label for name, (label, _meaning) in role_words().items() if getattr(person, name)]
    if person.is_active and not person.has_usable_password():
        badges.append(_("Has not come in yet"))
    return PersonRow(
        person=person_line(person),
        url=_address("administration_person", person),
        email=person.email,
        badges=badges,
        is_active=person.is_active,
    )


def _said(label: str, meaning: str) -> dict[str, str]:
    return {"role": label, "meaning": meaning}


def _address(name: str, person: User) -> str:
    return reverse(name, args=[person.username])
