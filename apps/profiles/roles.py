"""What the organisation entrusts a person with, beyond being an employee."""

from django.db import transaction

from apps.core.decisions import require
from apps.core.deeds import DeedKind, deed
from apps.events.actions import record
from apps.profiles.actions import keep_an_administrator
from apps.profiles.events import ProfileChanged, RolesChanged
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
        keep_an_administrator(person)
    before = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    changed = {role: has for role, has in roles.items() if getattr(before, role) != has}
    if not changed:
        return
    User.objects.filter(pk=person.pk).update(**changed)
    given = sorted(role for role, has in changed.items() if has)
    taken = sorted(role for role, has in changed.items() if not has)
    deed(DeedKind.ROLES_CHANGED, actor=actor, person=person, given=given, taken=taken)
    record(ProfileChanged(actor_id=actor.pk, person_id=person.pk))
    record(RolesChanged(actor_id=actor.pk, person_id=person.pk, given=given, taken=taken))
