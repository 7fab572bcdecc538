"""Whether one finds in a real community what one remembers of it.

`python -m bench.search_real FILE` imports an archive into a database of its own and looks for
distinctive phrases of texts drawn at random, as their author would: is the text among the first
three answers? Writes var/bench/search_real.json.
"""

import argparse
import json
import math
import os
import random
import statistics
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

from bench.databases import _execute, _sibling, join_servers, manage
from rsn.local import places
from rsn.local.trouble import Trouble

NAME = "bench_search_real"
PHRASES = 200
# Of a text, so many words in a row; in the right order, as they are remembered.
LENGTH = 5
# Two of them are at most in one text of so many.
RARE = 200
FIRST = 3


@dataclass(frozen=True)
class Phrase:
    """`key` is the text it was taken from; `reader` somebody who reads it."""

    words: str
    key: str
    reader: Any


@dataclass(frozen=True)
class Score:
    found: int
    of: int
    first: int
    milliseconds: float
    missed: list[str]

    @property
    def share(self) -> float:
        return self.found / self.of


def sample(number: int = PHRASES, seed: int = 3) -> list[Phrase]:
    """Distinctive phrases of texts drawn at random: `LENGTH` words in a row, its rarest.

    Texts without one are not drawn: a phrase is of words, not of signs, and two of them are rare.
    """
    from apps.posts.models import Comment, Post

    texts: list[tuple[str, str, Any]] = [
        (str(said), said.text, said.author)
        for kind in (Post, Comment)
        for said in kind.objects.filter(withdrawn_at=None).select_related("author").order_by("pk")
    ]
    dice = random.Random(seed)
    counts = Counter(word for _key, text, _author in texts for word in set(_words(text)))
    dice.shuffle(texts)
    phrases: list[Phrase] = []
    for key, text, author in texts:
        words = _rarest(text, counts, len(texts) // RARE)
        if words:
            phrases.append(Phrase(words, key, author))
        if len(phrases) == number:
            break
    return phrases


def score(phrases: list[Phrase], *, as_phrase: bool = False) -> Score:
    """How many of the texts are among the first `FIRST` answers."""
    from apps.search.find import find, parse

    places_, missed, taken = [], [], []
    for phrase in phrases:
        typed = f'"{phrase.words}"' if as_phrase else phrase.words
        begun = time.perf_counter()
        found = find(phrase.reader, parse(typed, is_finished=True))
        taken.append(1000 * (time.perf_counter() - begun))
        keys = [str(hit.comment or hit.post) for hit in found.texts]
        place = keys.index(phrase.key) if phrase.key in keys else -1
        places_.append(place)
        if not 0 <= place < FIRST:
            missed.append(f"{phrase.key}: {typed} (place {place + 1})")
    found_ = sum(0 <= place < FIRST for place in places_)
    return Score(found_, len(phrases), places_.count(0), statistics.median(taken), missed)


def _words(text: str) -> list[str]:
    return [word.strip('.,;:!?()[]«»"“”').casefold() for word in text.split()]


def _rarest(text: str, counts: Counter[str], most: int) -> str:
    """The `LENGTH` words in a row that are rarest together; "" when none of them are rare."""
    typed, words = text.split(), _words(text)
    best, lightest = "", 0.0
    for start in range(len(typed) - LENGTH + 1):
        part = words[start : start + LENGTH]
        is_distinctive = sum(counts[word] <= most for word in part) >= 2
        weight = sum(math.log(counts[word] or 1) for word in part)
        if is_distinctive and all(map(_is_word, part)) and (not best or weight < lightest):
            best, lightest = " ".join(typed[start : start + LENGTH]), weight
    return best


def _is_word(word: str) -> bool:
    return len(word) > 1 and word.replace("’", "").replace("'", "").replace("-", "").isalpha()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.search_real", description=__doc__)
    parser.add_argument("file", type=Path)
    arguments = parser.parse_args()
    console = Console()
    try:
        environment = _imported(arguments.file.resolve(), console)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    os.environ.update(environment)
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rsn.settings")
    django.setup()
    phrases = sample()
    result = {}
    for name, as_phrase in (("as words", False), ("in quotes", True)):
        said = score(phrases, as_phrase=as_phrase)
        console.print(
            f"{name}: {said.found} of {said.of} among the first {FIRST} ({said.share:.1%}), "
            f"{said.first} first; median {said.milliseconds:.0f} ms",
            highlight=False,
        )
        for line in said.missed:
            console.print(f"  missed {line}", markup=False, highlight=False)
        result[name] = {"found": said.found, "of": said.of, "first": said.first}
    (places.place("bench") / "search_real.json").write_text(json.dumps(result, indent=1) + "\n")
    return 0


def _imported(file: Path, console: Console) -> dict[str, str]:
    if not file.exists():
        raise Trouble(f"There is no {file}.")
    environment = join_servers()
    own = environment | {"DATABASE_URL": _sibling(environment["DATABASE_URL"], NAME)}
    _execute(environment, f'DROP DATABASE IF EXISTS "{NAME}" WITH (FORCE)')
    _execute(environment, f'CREATE DATABASE "{NAME}"')
    manage(own, "migrate", "--verbosity", "0")
    begun = time.monotonic()
    manage(own, "import_archive", str(file))
    console.print(f"Imported and indexed in {time.monotonic() - begun:,.0f} s.", highlight=False)
    return own


if __name__ == "__main__":
    sys.exit(main())
