"""What a refusal says (RFC 3463, 5321): the mailbox is gone, or something that will pass."""

import re

# The mailbox is full, or this mail too large for it, or it does not please: not its end.
PASSING = ("5.2.2", "5.2.3", "5.3.4", "5.6.", "5.7.")
_ENHANCED = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
GONE_CODES = frozenset({550, 551, 553, 521, 556})


def ends_a_mailbox(status: str, code: int = 0) -> bool:
    """Whether an enhanced status (`5.1.1`), or else a plain code, means that nobody is there."""
    if status:
        return status.startswith("5.") and not status.startswith(PASSING)
    return code in GONE_CODES


def enhanced_status(text: str) -> str:
    """The first `5.1.1` of an answer; empty where it has none."""
    found = _ENHANCED.search(text)
    return found.group(1) if found else ""
