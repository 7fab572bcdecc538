"""What holds for every reader and every administrator of a space, in sentences.

Shown in the panel "who can read this" and on the card of the space; docs/confidentiality.md has
them as a table, which a test compares.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from apps.spaces.models import Space


class Topic(StrEnum):
    LATER = "later"
    ADMINISTRATORS = "administrators"
    EXCEPTION = "exception"
    SERVERS = "servers"
    MAILS = "mails"
    KEPT = "kept"
    EXPORTS = "exports"


@dataclass(frozen=True, slots=True)
class Assurance:
    topic: str
    label: str
    text: str


def assurances(space: Space, *, is_kept: bool = False) -> list[Assurance]:
    """What is to be said of this space, in the reader's language. No query.

    `is_kept`: of words in it that are for those who read there before it was opened.
    """
    is_open = space.kind == Space.Kind.OPEN
    is_confidential = space.kind == Space.Kind.CONFIDENTIAL
    said = [
        (Topic.LATER, _("Who comes and goes"), _comings(space, is_kept=is_kept)),
        (Topic.ADMINISTRATORS, _("Administrators"), _administrators(space, is_kept=is_kept)),
        (Topic.EXCEPTION, _("By exception"), _exception() if is_confidential else ""),
        (Topic.SERVERS, _("Copies"), _servers()),
        (Topic.MAILS, _("Mails"), "" if is_open else _mails(space)),
        (Topic.KEPT, _("How long"), _kept(space)),
        (Topic.EXPORTS, _("Exports"), _exports(space, is_kept=is_kept)),
    ]
    return [Assurance(topic, label, text) for topic, label, text in said if text]


def draft_assurances() -> list[Assurance]:
    """What is to be said of words kept for later."""
    return [
        Assurance(Topic.SERVERS, _("Copies"), _servers()),
        Assurance(
            Topic.KEPT, _("How long"), _("It stays until it goes out, or you throw it away.")
        ),
        Assurance(Topic.EXPORTS, _("Exports"), _("No export contains it.")),
    ]


def _comings(space: Space, *, is_kept: bool) -> str:
    if is_kept:
        return _(
            "Nobody comes to it by joining the space or the organisation; whoever joins a unit "
            "that read here then does. Whoever leaves the space, or is removed, stops reading at "
            "once."
        )
    if space.kind == Space.Kind.OPEN:
        return _(
            "Whoever joins the organisation reads what was written before. Whoever leaves it "
            "stops at once."
        )
    return _(
        "Whoever becomes a member later reads what was written before; when the readers grow by "
        "more than ten people or by a fifth, authors are told. Whoever leaves, or is removed, "
        "stops reading at once."
    )


def _administrators(space: Space, *, is_kept: bool) -> str:
    if is_kept:
        return _(
            "They run the system and have no key to it: they read it only if they read here then, "
            "like anybody. They cannot sign in as somebody else."
        )
    if space.kind == Space.Kind.OPEN:
        return _("They read as everyone does, and have no other door.")
    return _(
        "They run the system and have no key to this space: they read it only as members, like "
        "anybody. They cannot sign in as somebody else."
    )


def _exception() -> str:
    return _(
        "For a reason from a closed list, and once a second person approves, one person may read "
        "for four hours at most. Every page they read is written in the access journal. Readers "
        "are told at once, or, where the law demands secrecy, on a date that is fixed from the "
        "start."
    )


def _servers() -> str:
    return _(
        "Whoever keeps the servers can copy the whole database, as with any software. No screen "
        "of this network does it."
    )


def _mails(space: Space) -> str:
    if space.is_quoted_in_mail:
        return _("Mails to the members quote what is written.")
    return _("Mails say nothing of this space but that something is new.")


def _kept(space: Space) -> str:
    if space.built_in:
        return _("What is written stays until its author withdraws it; nobody reads it then.")
    return _(
        "What is written stays until its author withdraws it, or until owners delete the space, "
        "which its members are told days before; nobody reads it from then on. An archived space "
        "stays readable by the same people."
    )


def _exports(space: Space, *, is_kept: bool) -> str:
    archive = _(
        "The archive of the whole organisation, which only the keepers of the servers make, "
        "contains it."
    )
    if space.built_in:
        return archive
    if is_kept:
        return _(
            "The export of an owner contains it where that owner reads it, and the access journal "
            "says so. The archive of the whole organisation, which only the keepers of the "
            "servers make, contains it too."
        )
    return _(
        "The owners of the space can export it, and the access journal says so. The archive of "
        "the whole organisation, which only the keepers of the servers make, contains it too."
    )
