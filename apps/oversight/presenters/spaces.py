"""Spaces without an owner, none of them confidential."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _, ngettext

from apps.spaces.audience import ICONS
from apps.spaces.models import Space


@dataclass(frozen=True, slots=True)
class OwnerlessRow:
    title: str
    url: str
    kind: str
    kind_label: str
    icon: str
    members: str
    offered: str


def ownerless_rows(spaces: Iterable[Space], offers: Mapping[int, int]) -> list[OwnerlessRow]:
    """`offers`: to how many members each is offered at this moment, by space id."""
    return [
        OwnerlessRow(
            title=space.title,
            url=reverse("space_about", args=[space.slug]),
            kind=space.kind,
            kind_label=space.get_kind_display(),
            icon=ICONS[space.kind],
            members=ngettext("%(count)s member", "%(count)s members", space.members_count)
            % {"count": number_format(space.members_count)},
            offered=_offered(offers.get(space.pk, 0)),
        )
        for space in spaces
    ]


def _offered(count: int) -> str:
    if not count:
        return _("offered to nobody at this moment")
    said = ngettext("offered to %(count)s member", "offered to %(count)s members", count)
    return said % {"count": number_format(count)}
