"""What a person typed, as what they ask: pure, without the database, and nothing raises."""

import re
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.translation import gettext as _, ngettext

from apps.core.normalise import normalise
from apps.search.stems import LONGEST
from apps.search.tokens import topic_name

MOST_CHARACTERS = 500
MOST_WORDS = 16
MOST_OF_A_KIND = 5

RELEVANCE, DATE = "relevance", "date"

# What may stand before a colon, in both languages whatever the reader's.
KEYS = {
    "from": "people", "de": "people", "par": "people", "by": "people",
    "in": "spaces", "dans": "spaces",
    "kind": "kinds", "type": "kinds",
    "before": "before", "avant": "before",
    "after": "after", "apres": "after", "depuis": "after", "since": "after",
}  # fmt: skip

_PART = re.compile(
    r"""(?P<minus>(?<!\S)-(?!-))?
        (?: (?P<key>[^\W\d_]{2,10}) : (?: "(?P<quoted>[^"]*)" | (?P<value>[^\s"]+) )
          | "(?P<phrase>[^"]*)"
          | \#(?P<topic>\w[\w-]*)
          | (?P<word>[^\s"]+)
          | " )""",
    re.VERBOSE,
)
_QUOTES = str.maketrans("“”„«»＂", '""""""')


@dataclass(frozen=True, slots=True)
class Query:
    """Words are normalised. `beginning` is the word being typed: any word beginning so will do.

    `people`, `spaces` and `kinds` are as typed, normalised; who and what they are is found out
    when searching. `before` is excluded, `after` included. `notices` are sentences to show.
    """

    text: str = ""
    words: tuple[str, ...] = ()
    beginning: str = ""
    phrases: tuple[tuple[str, ...], ...] = ()
    without: tuple[tuple[str, ...], ...] = ()
    topics: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    spaces: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    before: date | None = None
    after: date | None = None
    sort: str = RELEVANCE
    notices: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Nothing was asked for that could be looked for."""
        return not (self.has_words or self.has_filters)

    @property
    def has_words(self) -> bool:
        return bool(self.words or self.beginning or self.phrases or self.topics)

    @property
    def has_filters(self) -> bool:
        return bool(self.people or self.spaces or self.kinds or self.before or self.after)

    @property
    def plain(self) -> str:
        """The words alone, as people and spaces are looked for."""
        return " ".join((*self.words, *(w for p in self.phrases for w in p), self.beginning))


def parse(text: str, *, sort: str = RELEVANCE, is_finished: bool = False) -> Query:
    """What `text` asks for, whatever it is.

    The last word is one being typed, unless a space follows it or `is_finished`.
    """
    reader = _Reader()
    short = text[:MOST_CHARACTERS].translate(_QUOTES)
    for part in _PART.finditer(short):
        reader.take(part)
    is_typing = not (is_finished or short[-1:].isspace() or len(text) > MOST_CHARACTERS)
    asked = reader.asked(is_typing=is_typing)
    return replace(asked, text=" ".join(text[:MOST_CHARACTERS].split()), sort=_sort(sort))


def _sort(sort: str) -> str:
    return DATE if sort == DATE else RELEVANCE


@dataclass
class _Reader:
    words: list[str] = field(default_factory=list)
    phrases: list[tuple[str, ...]] = field(default_factory=list)
    without: list[tuple[str, ...]] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    given: dict[str, list[str]] = field(default_factory=dict)
    dates: dict[str, date] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    # The word that may still be unfinished: only the very last thing typed.
    last: str = ""

    def take(self, part: re.Match[str]) -> None:
        self.last = ""
        if part["key"]:
            self._take_key(part)
        elif part["topic"]:
            self._take_topic(part["topic"])
        elif part["phrase"] is not None:
            self._take_words(part["phrase"], bool(part["minus"]), is_phrase=True)
        elif part["word"]:
            self._take_words(part["word"], bool(part["minus"]), is_phrase=False)

    def _take_key(self, part: re.Match[str]) -> None:
        role = KEYS.get(normalise(part["key"]))
        value = part["quoted"] if part["quoted"] is not None else part["value"]
        if role is None:
            self._take_words(part.group(), False, is_phrase=False)
        elif role in ("before", "after"):
            self._take_date(role, part["key"], value)
        else:
            self.given.setdefault(role, []).append(value.strip().lstrip("@").casefold())

    def _take_date(self, role: str, key: str, value: str) -> None:
        day = read_date(value)
        if day is None:
            self.notices.append(
                _("“%(text)s” is not a date: write it as 2026-11-22, 22/11/2026, 2026-11 or 2026.")
                % {"text": f"{key}:{value}"[:60]}
            )
        else:
            self.dates[role] = day

    def _take_topic(self, topic: str) -> None:
        name = topic_name(topic)
        if name:
            self.topics.append(name)
        else:
            self._take_words(topic, False, is_phrase=False)

    def _take_words(self, text: str, is_without: bool, *, is_phrase: bool) -> None:
        words = tuple(word[:LONGEST] for word in normalise(text.replace("_", " ")).split())
        if not words:
            return
        if is_without:
            self.without.append(words)
        elif is_phrase and len(words) > 1:
            self.phrases.append(words)
        else:
            self.words += words
            self.last = "" if is_phrase else words[-1]

    def asked(self, *, is_typing: bool) -> Query:
        words = list(dict.fromkeys(self.words))
        beginning = self.last if is_typing and len(self.last) > 1 else ""
        if beginning:
            words.remove(beginning)
        kept = words[:MOST_WORDS]
        phrases = tuple(phrase[:MOST_WORDS] for phrase in self.phrases[:MOST_OF_A_KIND])
        if len(words) > len(kept):
            self.notices.append(
                ngettext(
                    "Only the first %(count)d word was looked for.",
                    "Only the first %(count)d words were looked for.",
                    MOST_WORDS,
                )
                % {"count": MOST_WORDS}
            )
            beginning = ""
        given = {role: tuple(dict.fromkeys(v))[:MOST_OF_A_KIND] for role, v in self.given.items()}
        return Query(
            words=tuple(kept),
            beginning=beginning,
            phrases=phrases,
            without=tuple(self.without[:MOST_OF_A_KIND]),
            topics=tuple(dict.fromkeys(self.topics))[:MOST_OF_A_KIND],
            notices=tuple(dict.fromkeys(self.notices))[:MOST_OF_A_KIND],
            before=self.dates.get("before"),
            after=self.dates.get("after"),
            **given,  # type: ignore[arg-type]
        )


_DATES = (
    re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?"),
    re.compile(r"(?:(?:(?P<day>\d{1,2})/)?(?P<month>\d{1,2})/)(?P<year>\d{4})"),
)


def read_date(text: str) -> date | None:
    """`2026-11-22`, `22/11/2026`, `2026-11`, `11/2026` or `2026`: the day, or the first of them."""
    for form in _DATES:
        found = form.fullmatch(text.strip())
        if not found:
            continue
        try:
            return date(int(found["year"]), int(found["month"] or 1), int(found["day"] or 1))
        except ValueError:
            return None
    return None
