"""What every page of administration shares: its tabs, and a change to confirm."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    url: str
    current: bool
    count: str = ""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What will happen, said before it does. `method` is "" or "DELETE"; `kept` travels along."""

    title: str
    sentences: list[str]
    action: str
    submit: str
    cancel_url: str
    method: str = ""
    is_danger: bool = False
    kept: Mapping[str, str] = field(default_factory=dict)

    @property
    def fields(self) -> list[tuple[str, str]]:
        return list(self.kept.items())


def tabs(current: str) -> list[Tab]:
    """The parts of administration; `current` is the name of one's address."""
    labels = {
        "administration": _("Overview"),
        "administration_people": _("People"),
        "administration_units": _("Units"),
        "administration_spaces": _("Spaces"),
        "administration_mail": _("Mail"),
        "administration_settings": _("Settings"),
        "administration_book": _("Journal"),
    }
    return [Tab(label, reverse(name), name == current) for name, label in labels.items()]
