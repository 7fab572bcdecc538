"""A query as Postgres is asked it: tsqueries made of quoted lexemes, never of what was typed."""

from collections.abc import Iterable
from dataclasses import dataclass

from apps.search.models import SearchWord
from apps.search.query import Query
from apps.search.stems import LANGUAGES, Stems, stems_of
from apps.search.tokens import either, quoted, topic_token

# A word being typed may become one of so many; the most frequent ones.
MOST_ENDINGS = 24


@dataclass(frozen=True, slots=True)
class Wanted:
    """`words` is what must be said, "" without words; `in_a_row` the same, one after the other, ""
    for a single word; `stems` are all that may be marked.

    `is_too_common`: there were words, and no language indexes any of them.
    """

    words: str
    conditions: tuple[str, ...]
    in_a_row: str
    stems: frozenset[str]
    is_too_common: bool = False


def wanted(query: Query) -> Wanted:
    """Two queries at most: the ends of an unfinished word, and stems not met before."""
    endings = endings_of(query.beginning) if query.beginning else []
    known = stems_of([*_all_words(query), *endings])
    words = _words(query, endings, known)
    topics = [quoted(topic_token(topic)) for topic in query.topics]
    without = [f"!({alternatives})" for alternatives in _without(query, known) if alternatives]
    had_words = bool(query.words or query.beginning or query.phrases)
    return Wanted(
        words=words,
        conditions=tuple(filter(None, (words, *topics, *without))),
        in_a_row=_in_a_row(query, known),
        stems=_marked(query, endings, known),
        is_too_common=had_words and not words,
    )


def endings_of(beginning: str) -> list[str]:
    """Words somebody wrote that begin so, the most frequent first. One query."""
    words = SearchWord.objects.filter(word__gte=beginning, word__lt=beginning + "\U0010ffff")
    if len(beginning) == 2:
        words = words.extra(where=["left(word, 2) = %s"], params=[beginning])
    return list(words.order_by("-seen").values_list("word", flat=True)[:MOST_ENDINGS])


def _all_words(query: Query) -> Iterable[str]:
    yield from query.words
    if query.beginning:
        yield query.beginning
    for group in (*query.phrases, *query.without):
        yield from group


def _words(query: Query, endings: list[str], known: dict[str, Stems]) -> str:
    """Each word in either language; a stop word of one of them is wanted of the other alone."""
    if all(_is_stop(known[word]) in (0, len(LANGUAGES)) for word in query.words):
        groups = [known[word].values() for word in query.words]
        parts = [_either(stems) for stems in groups]
        parts += [_either_phrase(words, known) for words in query.phrases]
        parts.append(_end(query, LANGUAGES, endings, known, is_alone=not any(parts)))
        return " & ".join(f"({part})" for part in dict.fromkeys(parts) if part)
    sides = [_side(query, language, endings, known) for language in LANGUAGES]
    return " | ".join(f"({side})" for side in dict.fromkeys(sides) if side)


def _in_a_row(query: Query, known: dict[str, Stems]) -> str:
    said = (*query.words, *([query.beginning] if query.beginning else []))
    if query.phrases or len(said) < 2:
        return "".join(
            f"({words})" for words in (_either_phrase(w, known) for w in query.phrases[:1])
        )
    return _either_phrase(said, known)


def _either_phrase(words: tuple[str, ...], known: dict[str, Stems]) -> str:
    sides = {_phrase(words, language, known) for language in LANGUAGES}
    return " | ".join(sorted(filter(None, sides)))


def _is_stop(stems: Stems) -> int:
    """In how many languages."""
    return list(stems.values()).count(None)


def _either(stems: Iterable[str | None]) -> str:
    return either(stem for stem in dict.fromkeys(stems) if stem)


def _end(
    query: Query,
    languages: Iterable[str],
    endings: list[str],
    known: dict[str, Stems],
    *,
    is_alone: bool,
) -> str:
    """The word being typed; one that may be a finished stop word is not insisted on."""
    if not query.beginning:
        return ""
    if not is_alone and any(known[query.beginning][language] is None for language in languages):
        return ""
    said = (query.beginning, *endings)
    return _either(known[word][language] for word in said for language in languages)


def _side(query: Query, language: str, endings: list[str], known: dict[str, Stems]) -> str:
    """All that is wanted, of a text in this language; "" when its stop words are all there is."""
    terms = [known[word][language] for word in query.words]
    parts = [quoted(stem) for stem in dict.fromkeys(terms) if stem]
    parts += [_phrase(words, language, known) for words in query.phrases]
    end = _end(query, [language], endings, known, is_alone=not any(parts))
    parts.append(f"({end})" if end else "")
    return " & ".join(filter(None, parts))


def _phrase(words: tuple[str, ...], language: str, known: dict[str, Stems]) -> str:
    """These in this order, as far apart as they were typed."""
    said, distance = "", 0
    for word in words:
        stem = known[word][language]
        distance += 1
        if stem:
            said += f" <{distance}> {quoted(stem)}" if said else quoted(stem)
            distance = 0
    return f"({said})" if said else ""


def _without(query: Query, known: dict[str, Stems]) -> list[str]:
    return [_either_phrase(words, known) for words in query.without]


def _marked(query: Query, endings: list[str], known: dict[str, Stems]) -> frozenset[str]:
    said = (*query.words, query.beginning, *(w for p in query.phrases for w in p), *endings)
    # What is a stop word in one language would be marked all over its texts.
    telling = (known[word].values() for word in said if word)
    return frozenset(stem for stems in telling if all(stems) for stem in stems if stem)
