"""Why something stands where it stands in catch-up. What is lifted says why, in one sentence.

The order of `Reason` is the whole ranking: what concerns the reader, then what a space waits for,
then what many should know, then everything else. No reason counts reactions, readers or clicks, and
none looks at who wrote more or better.
"""

from enum import IntEnum

from django.utils.formats import number_format
from django.utils.translation import gettext as _, ngettext

COLLEAGUES_ENOUGH = 3
"""How many colleagues of one's own unit must have answered, besides oneself and the author.

Two people are talking to each other; from three on it is the unit's affair. The number does not
grow with the unit and a fortieth answer lifts nothing further: it says that the subject concerns
one's work, not that it is popular.
"""


class Reason(IntEnum):
    """Smaller comes first; within one reason the newest comes first."""

    MENTIONED = 1
    ANSWERED = 2
    ASKED = 3
    ANNOUNCED = 4
    CONVERSATION = 5
    LEADER = 6
    FIRST_POST = 7
    COLLEAGUES = 8
    PINNED = 9
    NEW = 10


ICONS = {
    Reason.MENTIONED: "person",
    Reason.ANSWERED: "talk",
    Reason.ASKED: "question",
    Reason.ANNOUNCED: "voice",
    Reason.CONVERSATION: "talk",
    Reason.LEADER: "voice",
    Reason.FIRST_POST: "spark",
    Reason.COLLEAGUES: "people",
    Reason.PINNED: "pin",
    Reason.NEW: "info",
}


def sentence(reason: Reason, count: int) -> str:
    """The reason as a person reads it; `count` is how many answers, or colleagues, there are."""
    counted = {
        Reason.ANSWERED: _answered,
        Reason.CONVERSATION: _conversation,
        Reason.COLLEAGUES: _colleagues,
    }
    if reason in counted:
        return counted[reason](count)
    return {
        Reason.MENTIONED: _("You were mentioned."),
        Reason.ASKED: _("Asked in a space you animate, and nobody has answered yet."),
        Reason.ANNOUNCED: _("An announcement to everyone who reads here."),
        Reason.LEADER: _("A leader wrote."),
        Reason.FIRST_POST: _("The first post of this person in this space."),
        Reason.PINNED: _("Pinned in this space."),
        Reason.NEW: _("New in this space."),
    }[reason]


def _answered(count: int) -> str:
    return ngettext(
        "There is a new answer to what you wrote.",
        "There are %(count)s new answers to what you wrote.",
        count,
    ) % {"count": number_format(count, force_grouping=True)}


def _conversation(count: int) -> str:
    return ngettext(
        "There is a new answer in a conversation you wrote in.",
        "There are %(count)s new answers in a conversation you wrote in.",
        count,
    ) % {"count": number_format(count, force_grouping=True)}


def _colleagues(count: int) -> str:
    return ngettext(
        "%(count)s colleague of your unit answered.",
        "%(count)s colleagues of your unit answered.",
        count,
    ) % {"count": number_format(count, force_grouping=True)}
