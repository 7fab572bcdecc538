"""What an administrator does about a person that no lower floor says by itself."""

from django.db import transaction

from apps.accounts.actions import end_every_session
from apps.core.decisions import require
from apps.core.deeds import DeedKind, deed
from apps.oversight.permissions import can_administer, can_end_access_of
from apps.profiles.actions import deactivate_person
from apps.profiles.models import User


@transaction.atomic
def end_access_of(*, actor: User, person: User) -> None:
    """End a person's access everywhere, except one's own. Raises `Refused`."""
    require(can_end_access_of(actor, person))
    deactivate_person(actor=actor, person=person)


@transaction.atomic
def end_sessions_of(*, actor: User, person: User) -> None:
    """Sign a person out everywhere: a lost phone, a doubt. They sign in again."""
    require(can_administer(actor))
    end_every_session(person.pk)
    deed(DeedKind.SESSIONS_ENDED, actor=actor, person=person)
