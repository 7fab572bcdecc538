"""Text as it is searched: without accents, case or ligatures, in Python and not in Postgres.

The contrib extension `unaccent` is absent from the embedded server, so both the stored column and
the query pass through here.
"""

import re
import unicodedata

_LIGATURES = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i"}
)


def normalise(text: str) -> str:
    """`"Cœur d’Éléonore"` → `"coeur d eleonore"`: letters and digits, single spaces."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", bare))


def prefix_query(text: str, *, limit: int = 8) -> str:
    """A `to_tsquery('simple', …)` text in which each of the first `limit` words is a prefix."""
    return " & ".join(f"{word}:*" for word in normalise(text)[:200].split()[:limit])
