"""Who may do what in a space that they can already see."""

from collections.abc import Collection
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _, gettext_lazy

from apps.core.decisions import Allowed, Decision, Denied
from apps.core.prepared import Prepared, given
from apps.spaces import grants
from apps.spaces.models import Membership, Space

# Asked for every card of a feed: said only to who asks why.
NO_COMMENTS = Denied(gettext_lazy("Only members may comment in this space."))
RESERVED_COMMENTS = Denied(gettext_lazy("Only the animators of this space comment here."))
NO_PINS = Denied(gettext_lazy("Only the animators of this space pin posts."))
EXCLUDED = Denied(gettext_lazy("You are excluded from this space for now."))


class Ground(NamedTuple):
    """Of a space what gates ask, for where no `Space` is loaded."""

    pk: int
    kind: str
    built_in: str
    person_id: int | None
    is_archived: bool
    reserved: Collection[str] = ()


class Standing(NamedTuple):
    """What gates need to know of one person in one space; built in bulk by `standings`.

    `space` is a `Space`, or of it what they ask: `Ground`.
    """

    user: Any
    space: Any
    held: frozenset[str]

    def has(self, codename: str) -> bool:
        return codename in self.held


def standings(user: Any, spaces: list[Space]) -> dict[int, Standing]:
    """A `Standing` a space, by space id. One query for any number of spaces."""
    held = grants.permissions_held(user, [space.pk for space in spaces])
    return {s.pk: Standing(user, s, frozenset(held.get(s.pk, ()))) for s in spaces}


def standing(user: Any, space: Space) -> Standing:
    return standings(user, [space])[space.pk]


def can_read(user: Any, space: Space) -> bool:
    return bool(_READ.rows(user, space.pk))


def _readable(person: Any) -> QuerySet[Space]:
    return Space.objects.visible_to(person).filter(pk=given(2)).only("pk")


_READ: Prepared[Space] = Prepared(_readable, "bigint")


def can_create_space(user: Any) -> Decision:
    return Allowed if user.is_active else Denied(_("Your account is closed."))


def can_post(where: Standing) -> Decision:
    space = where.space
    if (refusal := _closed_to_writing(where)) is not None:
        return refusal
    if space.built_in == Space.BuiltIn.PERSON:
        owns = space.person_id == where.user.pk
        return Allowed if owns else Denied(_("On a person's page, only that person posts."))
    if space.built_in == Space.BuiltIn.EVERYONE:
        if settings.RSN_EVERYONE_MAY_POST or where.user.is_leader or where.user.is_communicator:
            return Allowed
        return Denied(_("Here only leaders and internal communication post; everyone may answer."))
    if _may(where, "post_in_space"):
        return Allowed
    if "post_in_space" in space.reserved:
        return Denied(_("Only the animators of this space post here."))
    return Denied(_("Only members may post in this space."))


def can_comment(where: Standing) -> Decision:
    if (refusal := _closed_to_writing(where)) is not None:
        return refusal
    if _may(where, "comment_in_space"):
        return Allowed
    return RESERVED_COMMENTS if "comment_in_space" in where.space.reserved else NO_COMMENTS


def can_join(where: Standing) -> Decision:
    space = where.space
    if not where.user.is_active:
        return Denied(_("Your account is closed."))
    if space.built_in:
        return Denied(_("Everyone already has a place here."))
    if space.is_archived:
        return Denied(_("This space is archived: it can be read, not joined."))
    if where.has("excluded"):
        return EXCLUDED
    if space.kind == Space.Kind.OPEN:
        return Allowed
    return Denied(_("An animator of this space adds its members."))


def can_manage_members(where: Standing) -> Decision:
    if where.has("manage_members") and where.user.is_active and not where.space.built_in:
        return Allowed
    return Denied(_("Only the animators of this space can do this."))


def can_see_members(where: Standing) -> Decision:
    """Whether this person, who reads the space, may see who belongs to it."""
    if "view_members" not in where.space.reserved or where.has("view_members"):
        return Allowed
    return Denied(_("This space keeps the list of its members to its animators."))


def can_give_role(where: Standing, *, before: str | None, after: str | None) -> Decision:
    """Animators manage members and animators; what concerns owners is for owners."""
    if not (managing := can_manage_members(where)):
        return managing
    if Membership.Role.OWNER in (before, after) and not where.has("delete_space"):
        return Denied(_("Only an owner of this space can name or remove an owner."))
    return Allowed


def can_edit_space(where: Standing) -> Decision:
    if where.has("change_space") and where.user.is_active and not where.space.built_in:
        return Allowed
    return Denied(_("Only the animators of this space can change it."))


def can_archive_space(where: Standing) -> Decision:
    if where.has("delete_space") and where.user.is_active and not where.space.built_in:
        return Allowed
    return Denied(_("Only an owner of this space can archive or reopen it."))


def can_change_grid(where: Standing) -> Decision:
    if where.has("delete_space") and where.user.is_active and not where.space.built_in:
        return Allowed
    return Denied(_("Only an owner of this space decides who can do what."))


def can_choose_mails(where: Standing) -> Decision:
    """Whether mails may carry what is said in a confidential space."""
    if where.space.kind != Space.Kind.CONFIDENTIAL:
        return Denied(_("Mails about this space go to those who read it, as they are."))
    if where.has("delete_space") and where.user.is_active:
        return Allowed
    return Denied(_("Only an owner of this space decides what mails may say of it."))


def can_pin(where: Standing) -> Decision:
    if where.space.is_archived:
        return Denied(_("This space is archived: it can be read, not changed."))
    owns_page = where.space.person_id == where.user.pk
    if where.user.is_active and (where.has("pin_in_space") or owns_page):
        return Allowed
    return NO_PINS


def _closed_to_writing(where: Standing) -> Decision | None:
    if not where.user.is_active:
        return Denied(_("Your account is closed."))
    if where.space.is_archived:
        return Denied(_("This space is archived: it can be read, not written in."))
    return EXCLUDED if where.has("excluded") else None


def _may(where: Standing, codename: str) -> bool:
    """Granted; or left to everybody, as open spaces do with what they do not reserve."""
    is_everyones = where.space.kind == Space.Kind.OPEN and codename not in where.space.reserved
    return is_everyones or where.has(codename)
