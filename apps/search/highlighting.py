"""Plain text as safe HTML in which what was looked for is marked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from apps.core.normalise import normalise
from apps.search.stems import LONGEST, stems_of
from apps.search.tokens import topic_name
from apps.search.vectors import HASHTAG

# Of very long texts only the beginning is looked through.
READ = 30_000
SNIPPET = 240
BEFORE = 70

_WORD = re.compile(r"[^\W_]+(?:[^\W_]|[\u0300-\u036f])*")

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sought:
    """The stems and the topics (normalised) that are marked."""

    stems: frozenset[str]
    topics: frozenset[str] = frozenset()


def marked(texts: Sequence[str], sought: Sought) -> list[SafeString]:
    """Each text whole. At most one query for any number of texts."""
    found = _ranges(texts, sought)
    return [_html(text, ranges) for text, ranges in zip(texts, found, strict=True)]


def snippets(texts: Sequence[str], sought: Sought) -> list[SafeString]:
    """Of each text the part that says most of what is sought, in one line."""
    lines = [" ".join(text[:READ].split()) for text in texts]
    found = _ranges(lines, sought)
    return [_snippet(line, ranges) for line, ranges in zip(lines, found, strict=True)]


def _ranges(texts: Sequence[str], sought: Sought) -> list[list[Range]]:
    """Where what is sought stands in each text, in order and apart from each other."""
    words = {word for text in texts for word in _WORD.findall(text[:READ])}
    found = _matching(words, sought.stems)
    return [_in_text(text[:READ], found, sought.topics) for text in texts]


def _matching(words: set[str], wanted: frozenset[str]) -> set[str]:
    """Those of these words, as written, that have one of the stems."""
    if not wanted:
        return set()
    normal = {word: [w[:LONGEST] for w in normalise(word).split()] for word in words}
    stems = stems_of(part for parts in normal.values() for part in parts)
    return {
        word
        for word, parts in normal.items()
        if any(stem in wanted for part in parts for stem in stems[part].values())
    }


def _in_text(text: str, words: set[str], topics: frozenset[str]) -> list[Range]:
    ranges = [found.span() for found in _WORD.finditer(text) if found.group() in words]
    if topics:
        ranges += [
            found.span() for found in HASHTAG.finditer(text) if topic_name(found[1]) in topics
        ]
    return _apart(sorted(ranges))


def _apart(ranges: list[Range]) -> list[Range]:
    joined: list[Range] = []
    for start, end in ranges:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _snippet(line: str, ranges: list[Range]) -> SafeString:
    if len(line) <= SNIPPET:
        return _html(line, ranges)
    start, end = _cut(line, _best_start(line, ranges))
    inside = [(a - start, b - start) for a, b in ranges if a >= start and b <= end]
    before = "… " if start else ""
    after = " …" if end < len(line) else ""
    return mark_safe(before + _html(line[start:end], inside) + after)  # noqa: S308 - escaped there


def _best_start(line: str, ranges: list[Range]) -> int:
    """Where the part begins that holds the most different words; the first of equals."""
    best, most = 0, 0
    for number, (start, _end) in enumerate(ranges[:200]):
        near = [line[a:b].casefold() for a, b in ranges[number : number + 20]
                if b <= start + SNIPPET - BEFORE]  # fmt: skip
        score = 10 * len(set(near)) + len(near)
        if score > most:
            best, most = start, score
    return max(0, best - BEFORE)


def _cut(line: str, start: int) -> Range:
    """From the beginning of a word to the end of one."""
    if start:
        start = line.find(" ", start, start + 40) + 1 or start
    end = min(len(line), start + SNIPPET)
    if end < len(line):
        space = line.rfind(" ", start + SNIPPET // 2, end)
        end = space if space > 0 else end
    return start, end


def _html(text: str, ranges: Sequence[Range]) -> SafeString:
    pieces, at = [], 0
    for start, end in ranges:
        pieces += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    pieces.append(escape(text[at:]))
    return mark_safe("".join(pieces))  # noqa: S308 - every piece of the text is escaped
