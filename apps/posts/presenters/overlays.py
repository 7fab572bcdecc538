"""What one reader adds to cards that are the same for all: own reactions, and what one may do."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import uuid4

from apps.accounts.kept import author_token
from apps.core.parts import Overlay
from apps.posts.models import CommentReaction, PostReaction
from apps.spaces.models import Space
from apps.spaces.permissions import Standing, can_comment, can_pin, standings


@dataclass(frozen=True, slots=True)
class CardRef:
    """Which state of which post: enough to find its card in the cache."""

    id: int
    version: int
    author_id: int
    space_id: int
    space_version: int


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


def overlays(
    viewer: Viewer,
    refs: list[CardRef],
    where: dict[int, Standing],
    unread: frozenset[int] = frozenset(),
) -> list[Overlay]:
    """An overlay a card, in order. One query.

    `where` holds the reader's standing by space id, `unread` the ids of posts to mark so.
    """
    mine = PostReaction.objects.by(viewer.user, [ref.id for ref in refs])
    return [
        Overlay(
            facts=_facts(viewer.user, ref.author_id, where[ref.space_id], mine.get(ref.id))
            | ({"unread"} if ref.id in unread else set()),
            values=viewer.form_values(),
        )
        for ref in refs
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


def _facts(user: Any, author_id: int, where: Standing, reaction: str | None) -> set[str]:
    decided = {
        "mine": author_id == user.pk,
        "may_comment": bool(can_comment(where)),
        "may_pin": bool(can_pin(where)),
        f"reacted:{reaction}": bool(reaction),
    }
    return {fact for fact, holds in decided.items() if holds}
