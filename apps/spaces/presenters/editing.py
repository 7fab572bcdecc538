"""Choosing a kind, and making a space stricter: what will happen, said before it does."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from apps.spaces.audience import exact_audience_of
from apps.spaces.kinds import KindCard, kind_card
from apps.spaces.models import Follow, Space


@dataclass(frozen=True, slots=True)
class KindChoice:
    card: KindCard
    is_checked: bool


@dataclass(frozen=True, slots=True)
class KindChange:
    """`stricter` is empty when the space is already confidential.

    `losing_count`: people who follow the space without belonging to it, and will not read it any
    more once only members do.
    """

    current: KindCard
    audience_now: str
    stricter: list[KindChoice]
    losing_count: int
    closes_an_open_space: bool


def kind_choices(selected: str, among: list[str] | None = None) -> list[KindChoice]:
    kinds = Space.Kind.values if among is None else among
    return [KindChoice(kind_card(kind), kind == selected) for kind in kinds]


def kind_change(user: Any, space: Space, selected: str = "") -> KindChange:
    """What `user`, who may do it, is told before changing the kind. Two queries."""
    order = list(Space.Kind.values)
    is_open = space.kind == Space.Kind.OPEN
    return KindChange(
        current=kind_card(space.kind),
        audience_now=exact_audience_of(space).sentence,
        stricter=kind_choices(selected, order[order.index(space.kind) + 1 :]),
        losing_count=_followers_outside(space) if is_open else 0,
        closes_an_open_space=is_open,
    )


def _followers_outside(space: Space) -> int:
    inside = Q(user__in=space.memberships.values("user"))
    return Follow.objects.filter(space=space, user__is_active=True).exclude(inside).count()
