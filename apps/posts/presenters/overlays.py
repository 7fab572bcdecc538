"""What one reader adds to cards that are the same for all: own reactions, and what one may do."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple
from uuid import uuid4

from apps.accounts.kept import author_token
from apps.core.parts import Overlay
from apps.posts.models import CommentReaction, PostReaction
from apps.posts.permissions import can_invite_guest
from apps.spaces.models import Space
from apps.spaces.permissions import Standing, can_comment, can_pin, standings


class CardRef(NamedTuple):
    """Which state of which post: enough to find its card in the cache."""

    id: int
    version: int
    author_id: int
    space_id: int
    space_version: int


class Reading(NamedTuple):
    """A post, and what its reader is to it: all that a card needs besides its words.

    `reaction` is the reader's own, or empty. The caller has established that the reader may read
    it: references come out of `visible_to`.
    """

    ref: CardRef
    where: Standing
    reaction: str = ""
    is_unread: bool = False


@dataclass(frozen=True)
class Viewer:
    """Who reads, and what every form of theirs carries."""

    user: Any
    csrf_token: str

    @cached_property
    def author_token(self) -> str:
        return author_token(self.user)

    def form_values(self) -> dict[str, str]:
        """The slots of one form: a key of its own makes sending it twice write once."""
        return {"csrf": self.csrf_token, "author": self.author_token, "key": str(uuid4())}


def readings(viewer: Viewer, refs: list[CardRef], spaces: list[Space]) -> list[Reading]:
    """What the reader is to these posts of these spaces. Two queries."""
    where = standings(viewer.user, spaces)
    mine = PostReaction.objects.by(viewer.user, [ref.id for ref in refs])
    return [Reading(ref, where[ref.space_id], mine.get(ref.id, "")) for ref in refs]


def overlays(viewer: Viewer, shown: list[Reading]) -> list[Overlay]:
    """An overlay a card, in order. No query."""
    places = {reading.ref.space_id: reading.where for reading in shown}
    rights = {space_id: _rights(where) for space_id, where in places.items()}
    values = {"csrf": viewer.csrf_token}
    return [
        Overlay(rights[reading.ref.space_id] | _facts(viewer.user, reading), values)
        for reading in shown
    ]


def comments_overlay(viewer: Viewer, space: Space, authors: dict[int, int]) -> Overlay:
    """What the reader may do with these comments (`id: author id`) of one space. Two queries."""
    mine = CommentReaction.objects.by(viewer.user, authors)
    where = standings(viewer.user, [space])[space.pk]
    facts = {"may_comment"} if can_comment(where) else set()
    for comment_id, author_id in authors.items():
        if author_id == viewer.user.pk:
            facts.add(f"c{comment_id}:mine")
        if kind := mine.get(comment_id):
            facts.add(f"c{comment_id}:reacted:{kind}")
    return Overlay(facts, viewer.form_values())


def _rights(where: Standing) -> frozenset[str]:
    """What one may do with any post of a space."""
    rights = {"may_comment": can_comment(where), "may_pin": can_pin(where)}
    return frozenset(right for right, holds in rights.items() if holds)


def _facts(user: Any, reading: Reading) -> set[str]:
    facts = set()
    if reading.ref.author_id == user.pk:
        facts.add("mine")
    if reading.reaction:
        facts.add(f"reacted:{reading.reaction}")
    if reading.is_unread:
        facts.add("unread")
    if can_invite_guest(reading.where, reading.ref.author_id):
        facts.add("may_give")
    return facts
