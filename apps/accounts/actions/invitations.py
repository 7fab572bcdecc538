"""How somebody comes in: invited, or asking from an address of the organisation.

Either way the account is opened by the holder of the mailbox, following a link sent to it: no
person is listed before that, and nobody can hold a place in another's name.
"""

import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.actions.addresses import confirm_email, usable_address
from apps.accounts.actions.sessions import change_password
from apps.accounts.events import InvitationIssued
from apps.accounts.models import Invitation, in_a_week
from apps.accounts.permissions import can_ask_to_join
from apps.core.decisions import require
from apps.core.deeds import DeedKind, deed
from apps.core.errors import InvalidInput
from apps.core.html import clean_text
from apps.core.normalise import normalise
from apps.events.actions import record
from apps.profiles.actions import register_person
from apps.profiles.models import User
from apps.profiles.permissions import can_administer_people

FORGOTTEN_AFTER = timedelta(days=30)


@transaction.atomic
def invite_person(*, actor: User, email: str, language: str = "") -> Invitation:
    """Mail somebody a link that opens their account. Raises `InvalidInput("email", …)`."""
    require(can_administer_people(actor))
    address = usable_address(email)
    person = User.objects.filter(email=address).first()
    if person and person.has_usable_password():
        raise InvalidInput("email", _("This person already has an account."))
    invitation = _issue(address, invited_by=actor, language=language or settings.LANGUAGE_CODE)
    deed(DeedKind.PERSON_INVITED, actor=actor, person=person, invitation=invitation.pk)
    return invitation


@transaction.atomic
def ask_to_join(*, email: str, language: str) -> None:
    """Have the link sent to one's own address of the organisation.

    Does the same whether or not the address has an account; only the mail says which. Raises
    `InvalidInput("email", …)` for an address outside the organisation.
    """
    address = usable_address(email)
    if not (decision := can_ask_to_join(address)):
        raise InvalidInput("email", decision.reason)
    waiting = Invitation.objects.select_for_update().open().filter(email=address).first()
    if waiting is None:
        _issue(address, invited_by=None, language=language)
        return
    # The link stays: a stranger who types the address must not undo an invitation.
    Invitation.objects.filter(pk=waiting.pk).update(mailed_at=None)
    record(InvitationIssued(invitation_id=waiting.pk))


def find_open_invitation(token: str) -> Invitation | None:
    """What a link opens, if it still does."""
    return Invitation.objects.carried_by(token).open().first()


def person_awaiting(invitation: Invitation) -> User | None:
    """Whom the directory or an administrator already described, and who has yet to come in."""
    person = User.objects.active().filter(email=invitation.email).first()
    return person if person and not person.has_usable_password() else None


@transaction.atomic
def accept_invitation(
    *, invitation: Invitation, password: str, display_name: str = "", language: str = ""
) -> User:
    """Open the account. `display_name` is read only where nobody has given the name yet.

    Raises `InvalidInput`: for field "" when the link no longer holds.
    """
    locked = Invitation.objects.select_for_update().open().filter(pk=invitation.pk).first()
    if locked is None or locked.reference != invitation.reference:
        raise InvalidInput("", _("This link was already used, or a newer one replaced it."))
    person = person_awaiting(locked)
    if person is None:
        person = _newcomer(locked, display_name, password, language)
    else:
        change_password(person=person, password=password)
    confirm_email(person)
    locked.accepted_at = timezone.now()
    locked.save(update_fields=["accepted_at"])
    return person


@transaction.atomic
def withdraw_invitation(*, actor: User, invitation: Invitation) -> None:
    require(can_administer_people(actor))
    deed(DeedKind.INVITATION_WITHDRAWN, actor=actor, invitation=invitation.pk)
    invitation.delete()


@transaction.atomic
def create_person(
    *, actor: User, email: str, display_name: str, invite: bool = True, **details: Any
) -> User:
    """Put a person into the directory and, unless told otherwise, mail them their way in."""
    require(can_administer_people(actor))
    address = usable_address(email)
    if User.objects.filter(email=address).exists():
        raise InvalidInput("email", _("Another person has this address."))
    person = register_person(email=address, display_name=display_name, **details)
    confirm_email(person)
    deed(DeedKind.PERSON_ADDED, actor=actor, person=person)
    if invite:
        invite_person(actor=actor, email=address, language=person.language)
    return person


@transaction.atomic
def open_administrator(*, email: str, display_name: str, language: str) -> Invitation | None:
    """Have an administrator, asked for by whoever runs the server; None if they have an account.

    Raises `InvalidInput` when a newcomer's name lacks.
    """
    address = usable_address(email)
    person = User.objects.filter(email=address).first()
    if person is None:
        if not normalise(display_name):
            raise InvalidInput("display_name", _("Give the newcomer's name with --name."))
        person = register_person(email=address, display_name=display_name, language=language)
        confirm_email(person)
    User.objects.filter(pk=person.pk).update(is_staff=True, is_active=True)
    if person.has_usable_password():
        return None
    return _issue(address, invited_by=None, language=language)


def forget_invitations() -> None:
    """Drop what is over for a month: the addresses of people who never came, or long since did."""
    Invitation.objects.filter(expires_at__lt=timezone.now() - FORGOTTEN_AFTER).delete()


def _issue(email: str, *, invited_by: User | None, language: str) -> Invitation:
    invitation, _is_new = Invitation.objects.update_or_create(
        email=email,
        defaults={
            "reference": uuid.uuid4(),
            "invited_by": invited_by,
            "language": language,
            "created_at": timezone.now(),
            "expires_at": in_a_week(),
            "mailed_at": None,
            "accepted_at": None,
        },
    )
    record(InvitationIssued(invitation_id=invitation.pk))
    return invitation


def _newcomer(invitation: Invitation, display_name: str, password: str, language: str) -> User:
    if User.objects.filter(email=invitation.email).exists():
        raise InvalidInput("", _("This address already has an account: sign in with it."))
    name = " ".join(clean_text(display_name).split())
    if not normalise(name):
        raise InvalidInput("display_name", _("Give your name, as your colleagues know it."))
    return register_person(
        email=invitation.email,
        display_name=name,
        password=password,
        language=language or invitation.language,
    )
