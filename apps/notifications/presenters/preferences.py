"""What one is told and how: every kind by every channel."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.notifications.kinds import Kind, all_kinds
from apps.notifications.models import Channel
from apps.notifications.planning import default_of


@dataclass(frozen=True, slots=True)
class Box:
    """One kind by one channel. `is_default`: what is ticked is what holds without a choice."""

    name: str
    label: str
    is_ticked: bool
    is_default: bool


@dataclass(frozen=True, slots=True)
class KindLine:
    """A kind with its boxes; `preview_url` shows its mail."""

    slug: str
    label: str
    explanation: str
    icon: str
    boxes: tuple[Box, ...]
    preview_url: str


@dataclass(frozen=True, slots=True)
class KindGroup:
    title: str
    kinds: tuple[KindLine, ...]


@dataclass(frozen=True, slots=True)
class PreferencesPage:
    groups: tuple[KindGroup, ...]
    is_default: bool


def preferences_page(wanted: Mapping[tuple[str, str], bool]) -> PreferencesPage:
    """`wanted` as `preferences_of` gives it."""
    kinds = all_kinds()
    lines = {kind.slug: _line(kind, wanted) for kind in kinds}
    everyday = [kind for kind in kinds if kind.is_everyday]
    others = [kind for kind in kinds if not kind.is_everyday]
    groups = (
        KindGroup(_("To me"), tuple(lines[kind.slug] for kind in everyday if kind.is_direct)),
        KindGroup(
            _("Around me"), tuple(lines[kind.slug] for kind in everyday if not kind.is_direct)
        ),
        KindGroup(_("Spaces, invitations, rights"), tuple(lines[kind.slug] for kind in others)),
    )
    boxes = [box for line in lines.values() for box in line.boxes]
    return PreferencesPage(groups, all(box.is_default for box in boxes))


def _line(kind: Kind, wanted: Mapping[tuple[str, str], bool]) -> KindLine:
    return KindLine(
        slug=kind.slug,
        label=str(kind.label),
        explanation=str(kind.explanation),
        icon=kind.icon,
        boxes=tuple(_box(kind, channel, wanted) for channel in Channel),
        preview_url=reverse("settings-notification-preview", args=[kind.slug]),
    )


def _box(kind: Kind, channel: Channel, wanted: Mapping[tuple[str, str], bool]) -> Box:
    is_ticked = wanted[kind.slug, str(channel)]
    return Box(
        name=f"{kind.slug}.{channel}",
        label=str(channel.label),
        is_ticked=is_ticked,
        is_default=is_ticked == default_of(kind, channel),
    )
