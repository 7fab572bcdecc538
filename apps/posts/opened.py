"""What happens when a person opens a post's own page: said here by a floor above.

Posts may not import who is told of them; reading a conversation ends the wait for its news all the
same, also without JavaScript.
"""

from collections.abc import Callable
from typing import Any

from apps.posts.models import Post

Reader = Callable[[Any, Post], None]

_readers: list[Reader] = []


def when_opened(reader: Reader) -> Reader:
    """Have `reader(user, post)` called for each post that `user`, who may read it, opens."""
    if reader not in _readers:
        _readers.append(reader)
    return reader


def opened(user: Any, post: Post) -> None:
    for reader in _readers:
        reader(user, post)
