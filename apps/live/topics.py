"""Which topics a person is told of: access containers only, each asked of the read rule."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Q

from apps.events.cursor import Passage, latest_number, passage_for
from apps.posts.events import PostEvent
from apps.posts.models import Post
from apps.profiles.models import User
from apps.spaces.models import Follow, Membership, Space

LONGEST_REPLAY = 500


def space_topic(space_id: int | None) -> str:
    # Interned: thousands of sockets share each of these strings.
    return sys.intern(f"space.{space_id}")


def person_topic(person_id: int) -> str:
    return sys.intern(f"person.{person_id}")


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a new socket is subscribed to, and what it missed."""

    space_ids: frozenset[int]
    cursor: int
    missed: Passage | None


def arrival(person_id: int, since: int | None) -> Arrival:
    """The spaces of a person who connects, and what happened there after `since`.

    The spaces are read first: what is lost in between shows as a delivery above the cursor.
    """
    space_ids = subscribed(person_id)
    if since is None:
        return Arrival(space_ids, latest_number(), None)
    missed = passage_for(
        after=since, space_ids=space_ids, person_id=person_id, limit=LONGEST_REPLAY
    )
    return Arrival(space_ids, missed.last, _without_what_is_kept(missed))


def subscribed(person_id: int) -> frozenset[int]:
    """Readable spaces one belongs to or follows, and the whole company. Two queries."""
    person = _active(person_id)
    if person is None:
        return frozenset()
    theirs = (
        Q(pk__in=Membership.objects.filter(user=person).values("space"))
        | Q(pk__in=Follow.objects.filter(user=person).values("space"))
        | Q(built_in=Space.BuiltIn.EVERYONE)
    )
    return frozenset(Space.objects.visible_to(person).filter(theirs).values_list("pk", flat=True))


def readable(person_id: int, space_ids: Iterable[int]) -> frozenset[int]:
    """Those of the spaces that this person may read; what does not exist is not readable."""
    person = _active(person_id)
    possible = [space_id for space_id in space_ids if 0 < space_id < 2**63]
    if person is None or not possible:
        return frozenset()
    spaces = Space.objects.visible_to(person).filter(pk__in=possible)
    return frozenset(spaces.values_list("pk", flat=True))


def readers_among(space_id: int, person_ids: Iterable[int]) -> frozenset[int]:
    """Those of the people who may read this space. Two queries for any number."""
    space = Space.objects.filter(pk=space_id).first()
    if space is None:
        return frozenset()
    return frozenset(space.readers().filter(pk__in=list(person_ids)).values_list("pk", flat=True))


def missed_in(space_ids: Iterable[int], since: int) -> Passage:
    """What happened after `since` in these spaces, which the caller knows to be readable."""
    missed = passage_for(after=since, space_ids=space_ids, person_id=None, limit=LONGEST_REPLAY)
    return _without_what_is_kept(missed)


def _without_what_is_kept(missed: Passage) -> Passage:
    """Of a space that was opened since, nothing of the conversations of before: no frame tells
    that anything happened there, whenever it did. One query, where anything was said.
    """
    events = [delivery.event for delivery in missed.deliveries]
    said = {event.post_id for event in events if isinstance(event, PostEvent)}
    kept = Post.objects.filter(pk__in=said, circle__isnull=False).values_list("pk", flat=True)
    apart = set(kept) if said else set()
    told = [it for it in missed.deliveries if getattr(it.event, "post_id", None) not in apart]
    return replace(missed, deliveries=told)


def _active(person_id: int) -> User | None:
    return User.objects.active().filter(pk=person_id).first()
