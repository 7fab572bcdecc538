"""What one reader adds to cards that are the same for all: own reactions, and what one may do."""

from dataclasses import dataclass
from typing import Any

from apps.core.parts import Overlay
from apps.posts.models import CommentReaction, PostReaction, ReactionKind
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


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who reads, and the token their forms carry."""

    user: Any
    csrf_token: str


def overlays(
    viewer: Viewer,
    refs: list[CardRef],
    spaces: dict[int, Space],
    unread: frozenset[int] = frozenset(),
) -> list[Overlay]:
    """An overlay a card, in order; `unread` holds the ids to mark so. Two queries."""
    mine = PostReaction.objects.by(viewer.user, [ref.id for ref in refs])
    where = standings(viewer.user, list(spaces.values()))
    return [
        Overlay(
            facts=_facts(viewer.user, ref.author_id, where[ref.space_id], mine.get(ref.id))
            | ({"unread"} if ref.id in unread else set()),
            values={"csrf": viewer.csrf_token} | _pressed("", mine.get(ref.id)),
        )
        for ref in refs
    ]


def comments_overlay(viewer: Viewer, space: Space, authors: dict[int, int]) -> Overlay:
    """What the reader may do with these comments (`id: author id`) of one space. Two queries."""
    mine = CommentReaction.objects.by(viewer.user, authors)
    where = standings(viewer.user, [space])[space.pk]
    facts = {"may_comment"} if can_comment(where) else set()
    values = {"csrf": viewer.csrf_token}
    for comment_id, author_id in authors.items():
        if author_id == viewer.user.pk:
            facts.add(f"c{comment_id}:mine")
        if kind := mine.get(comment_id):
            facts.add(f"c{comment_id}:reacted:{kind}")
        values |= _pressed(f"c{comment_id}:", mine.get(comment_id))
    return Overlay(facts, values)


def _facts(user: Any, author_id: int, where: Standing, reaction: str | None) -> set[str]:
    decided = {
        "mine": author_id == user.pk,
        "may_comment": bool(can_comment(where)),
        "may_pin": bool(can_pin(where)),
        f"reacted:{reaction}": bool(reaction),
    }
    return {fact for fact, holds in decided.items() if holds}


def _pressed(prefix: str, reaction: str | None) -> dict[str, str]:
    return {
        f"{prefix}pressed:{kind}": "true" if kind == reaction else "false"
        for kind in ReactionKind.values
    }
