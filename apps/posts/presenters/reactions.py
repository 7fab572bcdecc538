"""Reactions as words with counts."""

from dataclasses import dataclass

from apps.posts.models import ReactionKind


@dataclass(frozen=True, slots=True)
class ReactionCount:
    kind: str
    label: str
    count: int


def reaction_counts(counts: dict[str, int]) -> list[ReactionCount]:
    """All five kinds in their order, those nobody chose with 0."""
    return [
        ReactionCount(kind=kind.value, label=str(kind.label), count=counts.get(kind.value, 0))
        for kind in ReactionKind
    ]
