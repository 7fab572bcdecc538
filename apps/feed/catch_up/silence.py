"""What a person wants to hear nothing of. Where they say so stands above this floor, which tells
here, once, whom to ask."""

from collections.abc import Callable
from typing import Any, NamedTuple


class Silence(NamedTuple):
    """Ids of spaces, and of posts whose conversations are meant."""

    spaces: frozenset[int] = frozenset()
    posts: frozenset[int] = frozenset()


Asking = Callable[[Any], Silence]

_asked: list[Asking] = []


def answer_silence(ask: Asking) -> Asking:
    """Have `ask(user)` say what this person muted."""
    if ask not in _asked:
        _asked.append(ask)
    return ask


def silence_of(user: Any) -> Silence:
    """Everything that was said of it together."""
    said = [ask(user) for ask in _asked]
    return Silence(
        frozenset().union(*(one.spaces for one in said)),
        frozenset().union(*(one.posts for one in said)),
    )
