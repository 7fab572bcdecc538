"""Which mailbox is known to be whose."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from apps.core.decisions import refuse, require
from apps.core.deeds import DeedKind, deed
from apps.core.errors import InvalidInput
from apps.profiles.models import User
from apps.profiles.permissions import can_administer_people


def confirm_email(user: User) -> None:
    """Hold this person's address for checked, so that they may sign in with it."""
    confirm_emails([user])


@transaction.atomic
def confirm_emails(users: Iterable[User]) -> None:
    """The same for many people created by an administrator, an import or the demo."""
    people = list(users)
    known = EmailAddress.objects.filter(user__in=people)
    known.exclude(email__in=[person.email for person in people]).delete()
    known.update(verified=True, primary=True)
    EmailAddress.objects.bulk_create(
        [
            EmailAddress(user=person, email=person.email, verified=True, primary=True)
            for person in people
        ],
        batch_size=5000,
        ignore_conflicts=True,
    )


@transaction.atomic
def change_email(*, actor: User, person: User, email: str) -> None:
    """Give a person another address: the one they sign in with and receive mails at."""
    require(can_administer_people(actor))
    address = usable_address(email)
    # Or an administrator could become who approves what administrators ask for.
    # What is stored is asked: a form may have changed `person` already.
    before = User.objects.select_for_update(no_key=True).get(pk=person.pk).email
    if {address, before} & set(settings.RSN_BREAK_GLASS_APPROVERS):
        refuse(_("This address is named in the settings of the server: it is changed there first."))
    if User.objects.exclude(pk=person.pk).filter(email=address).exists():
        raise InvalidInput("email", _("Another person has this address."))
    User.objects.filter(pk=person.pk).update(email=address)
    person.email = address
    confirm_email(person)
    deed(DeedKind.MAILBOX_CHANGED, actor=actor, person=person)


def usable_address(email: str) -> str:
    """`email` as it is stored. Raises `InvalidInput("email", …)`."""
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as problem:
        raise InvalidInput("email", problem.messages[0]) from None
    return address
