"""A text as it is indexed: the text form of a tsvector, made here and only stored by Postgres."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from apps.core.normalise import normalise
from apps.search import tokens
from apps.search.language import language_of
from apps.search.stems import LONGEST, Stems, stems_of

# What Postgres allows: positions up to 16,383, a vector under 1 MB.
MOST_WORDS = 12_000
TITLE = "A"
# Words of the title and of the text never stand side by side.
GAP = 10

HASHTAG = re.compile(r"(?<![\w&/#])#(\w[\w-]{0,60})")


@dataclass(frozen=True, slots=True)
class Text:
    """What somebody said, where and when. `comment_id` None: the post itself."""

    post_id: int
    comment_id: int | None
    space_id: int
    is_open: bool
    space_language: str
    author_id: int
    said_at: datetime
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Indexed:
    text: Text
    language: str
    vector: str
    # Topics too, with their sign.
    words: frozenset[str]


def topics_in(text: str) -> list[str]:
    """`"#Qualité-Lyon et #8D"` → `["qualitelyon", "8d"]`; a number alone is no topic."""
    found = (tokens.topic_name(topic) for topic in HASHTAG.findall(text))
    return [topic for topic in dict.fromkeys(found) if topic]


def words_of(text: str) -> list[str]:
    """The normalised words of a text, in order, cut where no language has longer ones."""
    return [word for chunk in text.split()[:MOST_WORDS] for word in _words_in(chunk)]


@lru_cache(maxsize=100_000)
def _words_in(chunk: str) -> tuple[str, ...]:
    """Remembered: people write the same words again and again."""
    return tuple(word[:LONGEST] for word in normalise(chunk.replace("_", " ")).split())


def index(texts: Iterable[Text]) -> list[Indexed]:
    """The entries of these texts. At most one query."""
    read = [(text, words_of(text.title), words_of(text.text)) for text in texts]
    stems = stems_of(word for _, title, body in read for word in (*title, *body))
    return [_indexed(text, title, body, stems) for text, title, body in read]


def _indexed(text: Text, title: list[str], body: list[str], stems: dict[str, Stems]) -> Indexed:
    language = language_of((*title, *body), text.space_language)
    places: dict[str, list[str]] = {}
    for start, words, weight in ((1, title, TITLE), (len(title) + GAP, body, "")):
        for position, word in enumerate(words, start):
            stem = stems[word][language]
            if stem is not None:
                places.setdefault(stem, []).append(f"{position}{weight}")
    topics = [tokens.topic_token(name) for name in topics_in(f"{text.title}\n{text.text}")]
    lexemes = [f"'{stem}':{','.join(at)}" for stem, at in places.items()]
    vector = " ".join([*lexemes, *map(tokens.quoted, (*_marks(text), *topics))])
    return Indexed(text, language, vector, frozenset((*title, *body, *topics)))


def _marks(text: Text) -> list[str]:
    return [
        tokens.KINDS["comment" if text.comment_id else "post"],
        tokens.space_token(text.space_id),
        tokens.author_token(text.author_id),
        tokens.access_token(text.space_id, is_open=text.is_open),
        *tokens.time_tokens(text.said_at),
    ]
