"""Spaces without an owner, none of them confidential."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import ngettext

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


def ownerless_rows(spaces: Iterable[Space]) -> list[OwnerlessRow]:
    return [
        OwnerlessRow(
            title=space.title,
            url=reverse("space_about", args=[space.slug]),
            kind=space.kind,
            kind_label=space.get_kind_display(),
            icon=ICONS[space.kind],
            members=ngettext("%(count)s member", "%(count)s members", space.members_count)
            % {"count": number_format(space.members_count)},
        )
        for space in spaces
    ]
