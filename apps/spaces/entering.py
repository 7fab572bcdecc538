"""Gates of the ways into a space and out of it: who may ask, invite, open, exclude."""

from django.utils.translation import gettext as _

from apps.core.decisions import Allowed, Decision, Denied
from apps.spaces.models import Exclusion, Space
from apps.spaces.permissions import (
    EXCLUDED,
    Standing,
    can_give_role,
    can_manage_members,
)

READ = "view_space"


def can_request(where: Standing) -> Decision:
    """Ask to be let in: where the name is known, and an animator opens."""
    if (refusal := _closed_to_arrivals(where)) is not None:
        return refusal
    if where.space.kind == Space.Kind.ON_REQUEST and not where.has(READ):
        return Allowed
    return Denied(
        _("There is nothing to ask for here: either you read already, or one is invited.")
    )


def can_accept_invitation(where: Standing) -> Decision:
    refusal = _closed_to_arrivals(where)
    return Allowed if refusal is None else refusal


def can_invite(where: Standing) -> Decision:
    if where.space.is_archived:
        return Denied(_("This space is archived: it can be read, not joined."))
    if where.space.kind == Space.Kind.OPEN:
        return Denied(_("Everyone may join this space: tell them its address."))
    return can_withdraw_invitations(where)


def can_withdraw_invitations(where: Standing) -> Decision:
    """Also where nobody is invited any more: an archived space, one that was opened."""
    if where.has("invite_to_space") and where.user.is_active:
        return Allowed
    return Denied(_("You may not invite people to this space."))


def can_open_to_units(where: Standing) -> Decision:
    """Let everybody of a unit read, now and later."""
    if where.has("delete_space") and where.user.is_active and not where.space.built_in:
        return Allowed
    return Denied(_("Only an owner of this space gives access to a whole unit."))


def can_view_members(where: Standing) -> Decision:
    if "view_members" not in where.space.reserved or where.has("view_members"):
        return Allowed
    return Denied(_("In this space, only the animators see the list of the members."))


def can_exclude(where: Standing, *, whom: int, before: str | None) -> Decision:
    """`before` is the person's role; None for who writes or reads here without belonging."""
    if not (managing := can_give_role(where, before=before, after=None)):
        return managing
    if whom == where.user.pk:
        return Denied(_("One does not exclude oneself: you can leave the space."))
    return Allowed


def can_answer_appeal(where: Standing, exclusion: Exclusion, *, has_other_owner: bool) -> Decision:
    """An owner answers; not the one who excluded, where there is another."""
    if not (where.has("delete_space") and can_manage_members(where)):
        return Denied(_("An owner of this space answers the appeal."))
    if exclusion.excluded_by_id == where.user.pk and has_other_owner:
        return Denied(_("You excluded this person: another owner answers their appeal."))
    return Allowed


def _closed_to_arrivals(where: Standing) -> Decision | None:
    space = where.space
    if not where.user.is_active:
        return Denied(_("Your account is closed."))
    if space.built_in:
        return Denied(_("Everyone already has a place here."))
    if space.is_archived:
        return Denied(_("This space is archived: it can be read, not joined."))
    return EXCLUDED if where.has("excluded") else None
