"""What a refusal says (RFC 3463, 5321): the mailbox is gone, or something that will pass."""

# The mailbox is full, or this mail too large for it, or it does not please: not its end.
PASSING = ("5.2.2", "5.2.3", "5.3.4", "5.6.", "5.7.")
GONE_CODES = frozenset({550, 551, 553, 521, 556})


def ends_a_mailbox(status: str, code: int = 0) -> bool:
    """Whether an enhanced status (`5.1.1`), or else a plain code, means that nobody is there."""
    if status:
        return status.startswith("5.") and not status.startswith(PASSING)
    return code in GONE_CODES
