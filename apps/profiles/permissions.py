"""Who may change what about a person."""

from typing import Any

from django.utils.translation import gettext as _

from apps.core.decisions import Allowed, Decision, Denied
from apps.profiles.models import User


def can_edit_profile(user: Any, person: User) -> Decision:
    if user.is_active and user.pk == person.pk:
        return Allowed
    return Denied(_("A page is edited by the person it speaks of."))


def can_administer_people(user: Any) -> Decision:
    if user.is_active and user.is_staff:
        return Allowed
    return Denied(_("Only an administrator can do this."))
