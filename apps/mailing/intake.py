"""Mail that arrives, by LMTP or from a provider: each mailbox of ours is somebody's work.

Upper floors claim addresses with `@takes_mail`; whatever is claimed by nobody does not exist here.
"""

from collections.abc import Callable
from dataclasses import dataclass

# What one mail may weigh, with what is attached; more is refused before it is read.
MOST_BYTES = 25 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Arrival:
    """`sender` is the envelope's, empty for a mail that must not be answered; `content` as sent."""

    sender: str
    recipient: str
    content: bytes


Claims = Callable[[str], bool]
Takes = Callable[[Arrival], None]

_mailboxes: list[tuple[Claims, Takes]] = []


def takes_mail(claims: Claims) -> Callable[[Takes], Takes]:
    """Have the decorated function take the mails to addresses that `claims` says are its own."""

    def register(takes: Takes) -> Takes:
        _mailboxes.append((claims, takes))
        return takes

    return register


def is_ours(address: str) -> bool:
    """Whether a mail to this address can be taken; asks nothing of the database."""
    return any(claims(address) for claims, _takes in _mailboxes)


def take_in(arrival: Arrival) -> bool:
    """Hand a mail to whom its address belongs; False where it is nobody's.

    What is raised is temporary: whoever brought the mail brings it again.
    """
    for claims, takes in _mailboxes:
        if claims(arrival.recipient):
            takes(arrival)
            return True
    return False
