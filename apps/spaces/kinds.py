"""What each kind of space means, in sentences: who knows the name, who reads, how one enters."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from apps.spaces.audience import ICONS
from apps.spaces.models import Space


@dataclass(frozen=True, slots=True)
class KindCard:
    """A kind, explained. `promise` is the sentence shown under the choice of this kind."""

    value: str
    label: str
    icon: str
    name_visible_to: str
    content_visible_to: str
    joining: str
    promise: str


def kind_card(kind: str) -> KindCard:
    """The explanation of one kind, in the reader's language."""
    name, content, joining, promise = _SENTENCES[Space.Kind(kind)]()
    return KindCard(
        value=kind,
        label=str(Space.Kind(kind).label),
        icon=ICONS[kind],
        name_visible_to=name,
        content_visible_to=content,
        joining=joining,
        promise=promise,
    )


def kind_card_of(space: Space) -> KindCard:
    """The same of one space: that units read too is said, not which."""
    card = kind_card(space.kind)
    if space.kind == Space.Kind.OPEN or not space.has_unit_readers:
        return card
    name = card.name_visible_to
    if space.kind == Space.Kind.CONFIDENTIAL:
        name = _("Members, people invited, and people of the units it was opened to")
    content = _("Members, and people of the units it was opened to")
    return replace(card, name_visible_to=name, content_visible_to=content)


def _open() -> tuple[str, str, str, str]:
    return (
        _("All employees"),
        _("All employees"),
        _("Free: whoever wants to joins."),
        _("Every employee will see the name and read what is written. Anyone may join and write."),
    )


def _on_request() -> tuple[str, str, str, str]:
    return (
        _("All employees"),
        _("Members only"),
        _("Whoever wishes asks; an animator accepts or declines. Animators may invite too."),
        _(
            "Every employee will see the name and the description. Only members will read and "
            "write; the animators let them in."
        ),
    )


def _confidential() -> tuple[str, str, str, str]:
    return (
        _("Members, and people invited"),
        _("Members only"),
        _("By invitation; nobody else knows that the space exists."),
        _(
            "Only members will see the name, read and write. Nobody else will know that the space "
            "exists, administrators included."
        ),
    )


_SENTENCES = {
    Space.Kind.OPEN: _open,
    Space.Kind.ON_REQUEST: _on_request,
    Space.Kind.CONFIDENTIAL: _confidential,
}
