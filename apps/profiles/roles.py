"""What the organisation entrusts a person with, beyond being an employee."""

from django.db import transaction
from django.utils.translation import gettext as _

from apps.core.decisions import refuse, require
from apps.events.actions import record
from apps.profiles.events import ProfileChanged
from apps.profiles.models import User
from apps.profiles.permissions import can_administer_people

ROLES = frozenset({"is_staff", "is_leader", "is_communicator", "is_analyst"})


@transaction.atomic
def set_roles(*, actor: User, person: User, **roles: bool) -> None:
    """Give or take back the roles named. Raises `Refused` for the last administrator's."""
    require(can_administer_people(actor))
    if unknown := roles.keys() - ROLES:
        raise TypeError(f"not roles: {unknown}")
    if roles.get("is_staff") is False:
        administrators = User.objects.active().filter(is_staff=True).select_for_update()
        if not any(administrator.pk != person.pk for administrator in administrators):
            refuse(_("An organisation keeps at least one administrator: name another one first."))
    if User.objects.filter(pk=person.pk).update(**roles):
        record(ProfileChanged(actor_id=actor.pk, person_id=person.pk))
