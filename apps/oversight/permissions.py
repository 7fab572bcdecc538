"""Who may ask for exceptional access, answer, read and end it; and who administers."""

from typing import Any

from django.utils.translation import gettext as _

from apps.core.decisions import Allowed, Decision, Denied
from apps.oversight.approvers import approvers, is_approver
from apps.oversight.models import Access
from apps.profiles.models import User


def can_administer(user: Any) -> Decision:
    if user.is_active and user.is_staff:
        return Allowed
    return Denied(_("Only an administrator can do this."))


def can_end_access_of(user: Any, person: User) -> Decision:
    if not (allowed := can_administer(user)):
        return allowed
    if user.pk == person.pk:
        return Denied(_("Nobody ends their own access: another administrator does."))
    return Allowed


def can_ask(user: Any) -> Decision:
    if not (user.is_active and user.is_staff):
        return Denied(_("Only an administrator asks for exceptional access."))
    if not approvers().exclude(pk=user.pk).exists():
        return Denied(_("Exceptional access is switched off: nobody else is named to approve it."))
    return Allowed


def can_answer(user: Any, access: Access) -> Decision:
    if not is_approver(user):
        return Denied(_("Only the people named in the settings answer."))
    if access.asker_id == user.pk:
        return Denied(_("Nobody answers their own request."))
    if not access.is_waiting:
        return Denied(_("This request no longer waits for an answer."))
    if not (access.asker.is_active and access.asker.is_staff):
        return Denied(_("Whoever asked is no longer an administrator."))
    return Allowed


def can_withdraw(user: Any, access: Access) -> Decision:
    if user.is_active and access.asker_id == user.pk and access.is_waiting:
        return Allowed
    return Denied(_("Only a request of one's own, while it waits, can be withdrawn."))


def can_end(user: Any, access: Access) -> Decision:
    if not (access.asker_id == user.pk or is_approver(user)):
        return Denied(_("Only who asked or who answers ends an exceptional access."))
    if not access.is_in_force:
        return Denied(_("This access is over."))
    return Allowed


def can_see_glass(user: Any) -> Decision:
    """The page of exceptional accesses: administrators, and those who answer them."""
    if user.is_active and (user.is_staff or is_approver(user)):
        return Allowed
    return Denied(_("Only administrators, and those who answer them, see this page."))
