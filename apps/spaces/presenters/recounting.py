"""Lines of the access journal in words: what each kind says, in the reader's language.

A line whose people the reader may not see (the space keeps its members to its animators) says the
same of "somebody". tests/spaces/test_journal.py holds that every kind has its words.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _, ngettext

from apps.spaces.exceptional import Reason
from apps.spaces.models import JournalEntry, Space
from apps.spaces.models.role import Role

Kind = JournalEntry.Kind


@dataclass(frozen=True, slots=True)
class Telling:
    """A line and the names it may say. `by_self`: who did it is whom it concerns."""

    entry: JournalEntry
    names: dict[str, str]
    by_self: bool

    @property
    def detail(self) -> dict[str, Any]:
        return dict(self.entry.detail)

    def say(self, sentence: str, **more: Any) -> str:
        said = sentence % (self.names | more)
        return said[:1].upper() + said[1:]

    def count(self, name: str) -> int:
        value = self.detail.get(name, 0)
        return value if isinstance(value, int) else 0


def recount(entry: JournalEntry, *, hides_people: bool = False) -> str:
    """The line as a sentence. Needs the people loaded (`JournalQuerySet.with_people`)."""
    actor, person = entry.actor, entry.person
    by_self = actor is not None and entry.actor_id == entry.person_id
    somebody = _("somebody")
    names = {
        "actor": somebody
        if hides_people and by_self
        else (actor.display_name if actor else _("the network itself")),
        "person": somebody if hides_people or not person else person.display_name,
        "unit": entry.group.unit.name if entry.group else "",
    }
    return _SAYINGS[Kind(entry.kind)](Telling(entry, names, by_self))


def _simply(sentence: Callable[[], str]) -> Callable[[Telling], str]:
    return lambda telling: telling.say(sentence())


def _invited(telling: Telling) -> str:
    if not telling.entry.group_id:
        return telling.say(_("%(actor)s invited %(person)s"))
    count = telling.count("count")
    return telling.say(
        ngettext(
            "%(actor)s invited %(count)s person of %(unit)s",
            "%(actor)s invited %(count)s people of %(unit)s",
            count,
        ),
        count=_grouped(count),
    )


def _invitation_ended(telling: Telling) -> str:
    match telling.detail.get("how"):
        case "declined":
            return telling.say(_("%(person)s declined the invitation"))
        case "expired":
            return telling.say(_("The invitation of %(person)s has expired"))
    return telling.say(_("%(actor)s withdrew the invitation of %(person)s"))


def _joined(telling: Telling) -> str:
    if telling.by_self:
        return telling.say(_("%(person)s joined"))
    match telling.detail.get("role"):
        case Role.OWNER:
            return telling.say(_("%(actor)s let %(person)s in, as owner"))
        case Role.ANIMATOR:
            return telling.say(_("%(actor)s let %(person)s in, as animator"))
    return telling.say(_("%(actor)s let %(person)s in"))


def _role_changed(telling: Telling) -> str:
    after = telling.detail.get("after")
    if after == Role.OWNER:
        return telling.say(_("%(actor)s named %(person)s as owner"))
    if after == Role.ANIMATOR:
        return telling.say(_("%(actor)s named %(person)s as animator"))
    return telling.say(_("%(actor)s made %(person)s a simple member"))


def _guest_ended(telling: Telling) -> str:
    if telling.by_self:
        return telling.say(_("%(person)s gave back the post that was given to read"))
    return telling.say(_("%(actor)s took back from %(person)s the post given to read"))


def _created(telling: Telling) -> str:
    kind = telling.detail.get("kind_of_space", "")
    return telling.say(_("%(actor)s created the space (%(kind)s)"), kind=_kind(kind))


def _kind_changed(telling: Telling) -> str:
    before, after = (_kind(telling.detail.get(name, "")) for name in ("before", "after"))
    return telling.say(
        _("%(actor)s changed the kind of the space: %(after)s, it was %(before)s"),
        before=before,
        after=after,
    )


def _grid_changed(telling: Telling) -> str:
    sentence = {
        "post_in_space": _("%(actor)s changed who posts here: %(after)s, it was %(before)s"),
        "comment_in_space": _("%(actor)s changed who comments here: %(after)s, it was %(before)s"),
        "invite_to_space": _("%(actor)s changed who invites here: %(after)s, it was %(before)s"),
        "pin_in_space": _("%(actor)s changed who pins posts here: %(after)s, it was %(before)s"),
        "view_members": _(
            "%(actor)s changed who sees the members here: %(after)s, it was %(before)s"
        ),
    }.get(telling.detail.get("permission", ""), _("%(actor)s changed who may do what here"))
    before, after = (_role(telling.detail.get(name, "")) for name in ("before", "after"))
    return telling.say(sentence, before=before, after=after)


def _excluded(telling: Telling) -> str:
    days = telling.count("days")
    if not days:
        return telling.say(_("%(actor)s excluded %(person)s until further notice"))
    return telling.say(
        ngettext(
            "%(actor)s excluded %(person)s for %(days)s day",
            "%(actor)s excluded %(person)s for %(days)s days",
            days,
        ),
        days=_grouped(days),
    )


def _consent(telling: Telling) -> str:
    count = telling.count("opened")
    return telling.say(
        ngettext(
            "%(count)s conversation from before the opening is open to all now: all who wrote in "
            "it agreed, %(actor)s last",
            "%(count)s conversations from before the opening are open to all now: all who wrote "
            "in them agreed, %(actor)s last",
            count,
        ),
        count=_grouped(count),
    )


def _glass_opened(telling: Telling) -> str:
    hours = telling.count("hours")
    said = telling.say(
        ngettext(
            "%(actor)s was given exceptional access for %(hours)s hour, approved by %(person)s",
            "%(actor)s was given exceptional access for %(hours)s hours, approved by %(person)s",
            hours,
        ),
        hours=_grouped(hours),
    )
    reason = telling.detail.get("reason")
    if reason not in Reason.values:
        return said
    return _("%(said)s. Reason: %(reason)s") % {"said": said, "reason": Reason(reason).label}


def _glass_read(telling: Telling) -> str:
    if "file" in telling.detail:
        return telling.say(_("%(actor)s opened a file by exceptional access"))
    posts = telling.detail.get("posts")
    count = len(posts) if isinstance(posts, list) else 1
    return telling.say(
        ngettext(
            "%(actor)s read %(count)s post by exceptional access",
            "%(actor)s read %(count)s posts by exceptional access",
            count,
        ),
        count=_grouped(count),
    )


def _kind(value: Any) -> str:
    return str(Space.Kind(value).label) if value in Space.Kind.values else "–"


def _role(value: Any) -> str:
    return {
        Role.MEMBER.value: _("the members"),
        Role.ANIMATOR.value: _("the animators"),
        Role.OWNER.value: _("the owners"),
    }.get(value, "–")


def _grouped(count: int) -> str:
    return number_format(count, force_grouping=True)


_SAYINGS: dict[Kind, Callable[[Telling], str]] = {
    Kind.CREATED: _created,
    Kind.INVITED: _invited,
    Kind.INVITATION_ENDED: _invitation_ended,
    Kind.JOINED: _joined,
    Kind.LEFT: _simply(lambda: _("%(person)s left")),
    Kind.REMOVED: _simply(lambda: _("%(actor)s removed %(person)s")),
    Kind.ROLE_CHANGED: _role_changed,
    Kind.UNIT_GRANTED: _simply(lambda: _("%(actor)s opened the space to everyone of %(unit)s")),
    Kind.UNIT_WITHDRAWN: _simply(lambda: _("%(actor)s closed the space to %(unit)s")),
    Kind.GUEST_INVITED: _simply(lambda: _("%(actor)s gave %(person)s a post to read")),
    Kind.GUEST_ENDED: _guest_ended,
    Kind.KIND_CHANGED: _kind_changed,
    Kind.GRID_CHANGED: _grid_changed,
    Kind.EXCLUDED: _excluded,
    Kind.EXCLUSION_ENDED: _simply(lambda: _("The exclusion of %(person)s has ended")),
    Kind.CONSENT: _consent,
    Kind.EXPORTED: _simply(lambda: _("%(actor)s exported the space")),
    Kind.IMPORTED: _simply(lambda: _("The space was imported from another network")),
    Kind.ARCHIVED: _simply(lambda: _("%(actor)s archived the space")),
    Kind.RESTORED: _simply(lambda: _("%(actor)s opened the archived space again")),
    Kind.DELETION_PLANNED: _simply(lambda: _("%(actor)s planned to delete the space")),
    Kind.DELETION_CANCELLED: _simply(lambda: _("%(actor)s cancelled the deletion of the space")),
    Kind.OWNER_OFFERED: _simply(
        lambda: _("The space, which had no owner any more, was offered to %(person)s")
    ),
    Kind.GLASS_OPENED: _glass_opened,
    Kind.GLASS_READ: _glass_read,
    Kind.GLASS_ENDED: _simply(lambda: _("The exceptional access ended")),
}
