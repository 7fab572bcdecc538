"""Stems of words, by the stemmers that come with Postgres, remembered."""

from collections.abc import Iterable
from threading import Lock

from django.db import connection

from apps.search.language import STEMMERS, STOP

LANGUAGES = tuple(STEMMERS)
REMEMBERED = 200_000
LONGEST = 64

# A word's stem in each language; None for a word so common that it is not indexed.
Stems = dict[str, str | None]

_known: dict[str, Stems] = {}
_lock = Lock()

_LEXIZE = ", ".join(f"ts_lexize('{name}', word)" for name in STEMMERS.values())
_STATEMENT = f"SELECT word, {_LEXIZE} FROM unnest(%s) word"  # noqa: S608 - our own names


def stems_of(words: Iterable[str]) -> dict[str, Stems]:
    """The stems of normalised words of at most `LONGEST` letters. No query for known words."""
    wanted = set(words)
    unknown = [word for word in wanted if word not in _known]
    found = {word: _known[word] for word in wanted if word in _known}
    if unknown:
        new = _ask(unknown)
        found |= new
        with _lock:
            if len(_known) + len(new) > REMEMBERED:
                _known.clear()
            _known.update(new)
    return found


def _ask(words: list[str]) -> dict[str, Stems]:
    with connection.cursor() as db:
        db.execute(_STATEMENT, [words])
        return {
            word: {
                language: stems[0] if stems and word not in STOP[language] else None
                for language, stems in zip(LANGUAGES, each, strict=True)
            }
            for word, *each in db.fetchall()
        }
