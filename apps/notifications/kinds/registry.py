"""What a kind of notification is. A later part of the product declares one with one call:

    declare(
        Kind(
            slug="asked",
            label=_("Questions to me"),
            explanation=_("Somebody asked you a question."),
            events=(QuestionAsked,),
            told=lambda event: [event.person_id],
            sentence=_sentence,
            is_direct=True,
            rank=45,
            mail=True,
            push=True,
            urgency=Urgency.NOW,
        )
    )

and import the module in its `AppConfig.ready`. Everything else is done for it: readers only, never
the actor, nobody who muted, the undo window, grouping, preferences, hours, mail and push.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import QuerySet
from django.utils.functional import Promise

from apps.events.registry import Event

Words = str | Promise


class Urgency(StrEnum):
    """How long it may wait. `NOW` and `SOON` leave as mail once the person had a few minutes to see
    them on screen. `DIGEST` is for the periodic mail; who wants it by a channel all the same gets
    what an hour brought, together."""

    NOW = "now"
    SOON = "soon"
    DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class Said:
    """What a sentence is made of: a group of notifications of one kind, subject and day.

    `names` are those of the people who did it, newest first, each once; `total` counts them all.
    `about` is the title or beginning of the post, `space` the space's name. `is_own_post`: the
    post is the reader's; `is_comment`: it happened to, or in, a comment.
    """

    names: tuple[str, ...]
    total: int
    about: str
    space: str
    is_own_post: bool = False
    is_comment: bool = False
    # That of the newest: what a kind wrote into it.
    occasion: str = ""

    def choose(self, one: str, two: str, many: str) -> str:
        """The sentence for so many people, filled in. `many` has `%(first)s` and `%(others)s`."""
        chosen = one if self.total <= 1 else two if self.total == 2 else many
        return chosen % self.words

    @property
    def others(self) -> int:
        """How many people besides the first: what `ngettext` asks for `many`."""
        return max(self.total - 1, 0)

    @property
    def words(self) -> dict[str, Any]:
        first = self.names[0] if self.names else ""
        second = self.names[1] if len(self.names) > 1 else ""
        return {
            "first": first,
            "second": second,
            "others": intcomma(self.others),
            "about": self.about,
            "space": self.space,
        }


# Ids of people, or a query of people: the pipeline keeps those who read the space, are here, did
# not do it themselves and did not mute it.
Told = Callable[[Any], "QuerySet[Any] | Iterable[int]"]


def _last_key(event: Event, event_id: int) -> str:
    """What happened, once a person: the innermost object of the event."""
    return event.keys[-1] if event.keys else f"event.{event_id}"


def _first_key(event: Event) -> str:
    return event.keys[0] if event.keys else f"space.{event.space_id}"


def _always(event: Event) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind. Strings are lazy translations; `rank` decides when two kinds tell one person of
    the same occasion: the greater wins (mentioned 50, answered 40, … posted_closely 10).

    `subject(event)` is what grouping, "mark read by reading" and mail threads go by; `occasion`
    what one person is told once of. `holds(event)` is asked again before delivery and before
    sending: whether it is still so.
    """

    slug: str
    label: Words
    explanation: Words
    events: tuple[type[Event], ...]
    told: Told
    sentence: Callable[[Said], str]
    is_direct: bool
    rank: int
    mail: bool
    push: bool
    urgency: Urgency
    subject: Callable[[Any], str] = _first_key
    occasion: Callable[[Any, int], str] = _last_key
    concerns: Callable[[Any], bool] = _always
    # Of notifications of this kind, those that are still true.
    still_true: Callable[[QuerySet[Any]], QuerySet[Any]] | None = None
    # Where it is read, from its subject; None: its comment, its post, or its space.
    opens: Callable[[str], str] | None = None
    # What everybody must hear who reads a space, also who muted it.
    passes_mutes: bool = False
    # Told to whom one post was given: what they are told names that post, and no space.
    is_of_given: bool = False
    # Told to people who may not read the space: `still_true` then says whether it may be told, and
    # `Notification.visible_to` whether they may know the space's name.
    is_beyond_readers: bool = False
    # Whether what is said may be shown beside the name of the space.
    names_space: bool = True
    # The page of the space where it is read, by the name of its address; empty: the space's own.
    space_page: str = ""
    # All that a mail says of it where the space is confidential.
    discreet: Words = ""
    # About what people say every day: settings list it before what spaces and rights bring.
    is_everyday: bool = False
    # The occasion that the preview of its mail speaks of, where the sentence reads it.
    sample_occasion: str = ""
    icon: str = "bell"


_kinds: dict[str, Kind] = {}


def declare(kind: Kind) -> Kind:
    """Have the pipeline know this kind. Twice the same slug is a mistake of the program."""
    if _kinds.get(kind.slug, kind) is not kind:
        raise TypeError(f"two kinds are called {kind.slug}")
    _kinds[kind.slug] = kind
    return kind


def kind_of(slug: str) -> Kind | None:
    """None for what only another release declares: not shown, not sent."""
    return _kinds.get(slug)


def all_kinds() -> list[Kind]:
    """The most direct first, as settings list them."""
    return sorted(_kinds.values(), key=lambda kind: (-kind.rank, kind.slug))


def kinds_of_event(event: Event) -> list[Kind]:
    """Who wants to tell people of this event, the most direct kind first."""
    return [kind for kind in all_kinds() if isinstance(event, kind.events) and kind.concerns(event)]
