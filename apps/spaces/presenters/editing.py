"""Choosing a kind, and changing it: what will happen, said before it does."""

from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _, ngettext

from apps.spaces.above import conversations_in
from apps.spaces.actions import openness
from apps.spaces.audience import everyone_count, exact_audience_of
from apps.spaces.kinds import KindCard, kind_card, kind_card_of
from apps.spaces.models import Follow, Space


@dataclass(frozen=True, slots=True)
class KindChoice:
    card: KindCard
    is_checked: bool


@dataclass(frozen=True, slots=True)
class KindChange:
    """`target` is what was chosen, or None before anything was; `effects` are sentences.

    `opens`: more people will read what is written from then on.
    """

    current: KindCard
    audience_now: str
    choices: list[KindChoice]
    target: KindCard | None
    effects: list[str]
    opens: bool


def kind_choices(selected: str, among: list[str] | None = None) -> list[KindChoice]:
    kinds = Space.Kind.values if among is None else among
    return [KindChoice(kind_card(kind), kind == selected) for kind in kinds]


def kind_change(user: Any, space: Space, target: str = "") -> KindChange:
    """What `user`, who may do it, is told before changing the kind. At most four queries."""
    others = [kind for kind in Space.Kind.values if kind != space.kind]
    chosen = target if target in others else ""
    return KindChange(
        current=kind_card_of(space),
        audience_now=exact_audience_of(space).sentence,
        choices=kind_choices(chosen, others),
        target=kind_card(chosen) if chosen else None,
        effects=_effects(space, chosen) if chosen else [],
        opens=chosen == Space.Kind.OPEN,
    )


def _effects(space: Space, target: str) -> list[str]:
    if target == Space.Kind.OPEN:
        return _opening(space)
    if openness(target) > openness(space.kind):
        return [
            _("Every employee will see the name and the description of this space."),
            _("Nobody reads more than today: the content stays with the same people."),
        ]
    return _closing(space)


def _opening(space: Space) -> list[str]:
    everyone = everyone_count()
    shown = ngettext(
        "Every employee (%(count)s person) will see the name, who the members are, and whatever "
        "is written from then on. Anyone may join and write.",
        "Every employee (%(count)s people) will see the name, who the members are, and whatever "
        "is written from then on. Anyone may join and write.",
        everyone,
    ) % {"count": _grouped(everyone)}
    return [shown, *_kept(space, conversations_in(space)), *_consent()]


def _kept(space: Space, conversations: int) -> list[str]:
    if not conversations:
        return [_("Nothing has been written here yet.")]
    kept = ngettext(
        "The %(count)s conversation that is here stays as it is: only those who read it today go "
        "on reading it. It says so.",
        "The %(count)s conversations that are here stay as they are: only those who read them "
        "today go on reading them. Each says so.",
        conversations,
    ) % {"count": _grouped(conversations)}
    if not space.has_unit_readers:
        return [kept]
    return [kept, _("Whoever joins a unit that reads here today will read them too.")]


def _consent() -> list[str]:
    return [
        _(
            "Everyone who wrote here is told, and decides for their own words. A conversation "
            "opens when all who wrote in it agree."
        ),
        _("The access journal of the space keeps that you opened it, and when."),
    ]


def _closing(space: Space) -> list[str]:
    effects = [
        _("It happens at once and everywhere: lists, feeds, open pages."),
        _("Members stay members, whatever they wrote stays."),
    ]
    if space.kind == Space.Kind.OPEN:
        effects += [_who_stops_reading(space), *_who_stops_receiving(space)]
    return effects


def _who_stops_reading(space: Space) -> str:
    if space.has_unit_readers:
        return _(
            "Whoever is neither a member nor of a unit that it was opened to stops reading, those "
            "who wrote here without joining included. Add them first if they should stay."
        )
    return _(
        "Whoever is not a member stops reading, those who wrote here without joining included. "
        "Add them first if they should stay."
    )


def _who_stops_receiving(space: Space) -> list[str]:
    losing = _followers_outside(space)
    said = ngettext(
        "%(count)s person follows this space without being a member, and will stop receiving it.",
        "%(count)s people follow this space without being members, and will stop receiving it.",
        losing,
    )
    return [said % {"count": _grouped(losing)}] if losing else []


def _followers_outside(space: Space) -> int:
    inside = space.granted_readers().values("pk")
    following = Follow.objects.filter(space=space, user__is_active=True)
    return following.exclude(user__in=inside).count()


def _grouped(count: int) -> str:
    return number_format(count, force_grouping=True)
