"""Lexemes that stand for facts. None can be a word: `normalise` leaves no `~` and no `#`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from apps.core.normalise import normalise

LONGEST_TOPIC = 60

OPEN = "~o"
KINDS = {"post": "~kp", "comment": "~kc"}

# A text bears the number of its bucket of time at each level; a level's are eight times longer.
BUCKET = timedelta(hours=6)
GROWTH = 8
LEVELS = 5
MOST_BUCKETS = 16

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def space_token(space_id: int) -> str:
    return f"~s{space_id}"


def author_token(person_id: int) -> str:
    return f"~a{person_id}"


def topic_name(written: str) -> str:
    """What is the same topic whatever its accents, case and hyphens; "" for a number alone."""
    name = normalise(written).replace(" ", "").replace("_", "")[:LONGEST_TOPIC]
    return "" if name.isdigit() else name


def topic_token(topic: str) -> str:
    """Of a topic's name."""
    return f"#{topic}"


def access_token(space_id: int, *, is_open: bool) -> str:
    """Who may read: everybody, or the readers of one space. Only a hint: see reach.py."""
    return OPEN if is_open else f"~r{space_id}"


def time_tokens(moment: datetime) -> list[str]:
    return [_time_token(level, _bucket(moment, level)) for level in range(LEVELS)]


@dataclass(frozen=True, slots=True)
class Span:
    """The newest texts down to `start`, both ends included; `tokens` cover it.

    Without tokens it is everything.
    """

    tokens: tuple[str, ...]
    start: datetime | None


def span(newest: datetime, oldest: datetime) -> Span:
    """The buckets from `newest` down to `oldest`, as few and as tight as the levels allow."""
    for level in range(LEVELS):
        last, first = _bucket(newest, level), _bucket(oldest, level)
        if last - first < MOST_BUCKETS:
            tokens = tuple(_time_token(level, n) for n in range(first, last + 1))
            return Span(tokens, _EPOCH + first * BUCKET * GROWTH**level)
    return Span((), None)


def either(lexemes: Iterable[str]) -> str:
    """A tsquery for texts that bear one of these."""
    return " | ".join(quoted(lexeme) for lexeme in lexemes)


def quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def _bucket(moment: datetime, level: int) -> int:
    return (moment - _EPOCH) // (BUCKET * GROWTH**level)


def _time_token(level: int, bucket: int) -> str:
    return f"~t{level}.{bucket}"
