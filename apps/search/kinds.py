"""What can be found. A kind is one `declare`; parts of the product above may declare theirs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from apps.core.normalise import normalise
from apps.core.pagination import Page
from apps.search.query import Query

# Person, query, cursor ("" for the first page), how many: what they may see, and no more.
Look = Callable[[Any, Query, str, int], Page[Any]]
# The likeliest few: person, query, how many.
Glance = Callable[[Any, Query, int], Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Kind:
    """`spellings` are what may follow `kind:`, normalised. Texts have a `token`, the others `look`.

    `glance` is what is shown of it beside the texts, where that is not its first page.
    `label` is the plural, as over a list of results.
    """

    slug: str
    label: str | Promise
    spellings: tuple[str, ...]
    token: str = ""
    look: Look | None = None
    glance: Glance | None = None


KINDS: dict[str, Kind] = {}


def declare(kind: Kind) -> Kind:
    """Make a kind known; found lists come in the order of their declaration."""
    if kind.slug in KINDS:
        raise TypeError(f"two kinds are called {kind.slug}")
    KINDS[kind.slug] = kind
    return kind


def kind_named(text: str) -> Kind | None:
    """The kind that somebody calls so, in French or English, in the singular or the plural."""
    word = normalise(text)
    for kind in KINDS.values():
        if word in (kind.slug, *kind.spellings):
            return kind
    return None
