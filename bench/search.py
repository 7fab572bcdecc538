"""How long finding takes at the large organisation, with four people searching at once.

`python -m bench.search [--seconds 8]`: each class of query through the whole engine
(`find`: parsing, candidates, the rule, ranking, facets, live rows, marks), and its candidates with
and without the access rule, in one run. Writes var/bench/search.json.
"""

import argparse
import json
import multiprocessing
import os
import random
import statistics
import sys
import time
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.search_data import prepared, words
from rsn.local import places
from rsn.local.trouble import Trouble

SEARCHERS = 4
PRIORITY = -15
QUIET = 0.25
AIM, AIM_OF_JUMPING, AIM_OF_THE_RULE = 150.0, 60.0, 1.5

COMMON = ("fournisseur", "atelier", "client", "banc", "équipe", "pièces", "supplier", "gamme")


def classes(spaces: list[str], people: list[str]) -> dict[str, list[str]]:
    """What is typed, by class. The frequencies of invented words follow from their rank."""
    invented = words()
    dice = random.Random(11)
    rare, middle, often = (
        dice.sample(invented[start:end], 40)
        for start, end in ((20_000, 60_000), (300, 2_000), (5, 60))
    )
    return {
        "common word": [f"{word} " for word in COMMON],
        "word in 1 text of 100 to 1,000": [f"{word} " for word in often],
        "word in 1 text of 2,000 to 20,000": [f"{word} " for word in middle],
        "rare word": [f"{word} " for word in rare],
        "two common words": [f"{a} {b} " for a in COMMON for b in COMMON if a != b][:30],
        "two words, common and rare": [f"{dice.choice(COMMON)} {word} " for word in middle],
        "two words, rare": [f"{a} {b} " for a, b in zip(middle, often, strict=True)],
        "prefix, 2 letters": [word[:2] for word in (*COMMON, *often)],
        "prefix, 4 letters": [word[:4] for word in (*COMMON, *middle)],
        "phrase": ['"banc se dérègle"', '"nouvelle gamme tient la cote"', '"photo à l’appui"'],
        "filtered by space": [f"in:{slug} {dice.choice(COMMON)} " for slug in spaces],
        "filtered by author": [f"from:{name} {dice.choice(COMMON)} " for name in people],
        "filtered by kind and date": [
            f"kind:{kind} before:{year}-{month:02} {dice.choice(COMMON)} "
            for kind in ("post", "comment") for year in (2025, 2026) for month in (2, 5, 9)
        ],
        "only a filter": [f"in:{slug} " for slug in spaces],
        "nothing like it": [f"{word}xyz " for word in rare],
    }  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    parser.add_argument("--seconds", type=float, default=6.0, help="for each class of query")
    parser.add_argument(
        "--first",
        action="store_true",
        help="before whatever else this machine is doing (needs the right to raise priorities)",
    )
    parser.add_argument(
        "--calm",
        type=float,
        default=0.0,
        metavar="S",
        help="wait up to so many seconds, before each class, for the machine's other work to pause",
    )
    arguments = parser.parse_args()
    console = Console(width=max(120, Console().width))
    try:
        environment = prepared(console)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    os.environ.update(environment)
    busy = os.getloadavg()[0]
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        asked = pool.apply(_questions)
    rows = []
    with context.Pool(SEARCHERS, _begin, [arguments.first]) as pool:
        for name, queries in asked.items():
            others = _calm(arguments.calm)
            console.print(f"  {name} (others use {others:.0%})", highlight=False)
            parts = pool.starmap(
                _measure, [(name, queries, n, arguments.seconds) for n in range(SEARCHERS)]
            )
            rows.append(_row(name, parts) | {"others": round(others, 2)})
    _show(rows, busy, console)
    path = places.place("bench") / "search.json"
    at = datetime.now(UTC).isoformat(timespec="seconds")
    content = {"at": at, "load before": busy, "first": arguments.first, "rows": rows}
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n")
    return 0


def _calm(most: float) -> float:
    """Wait for a quiet moment; returns the part of the processors that others use then."""
    end = time.monotonic() + most
    while True:
        busy, total = _processors()
        time.sleep(0.7)
        busy_then, total_then = _processors()
        share = (busy_then - busy) / max(1, total_then - total)
        if share < QUIET or time.monotonic() > end:
            return share


def _processors() -> tuple[int, int]:
    """Ticks in which processors worked, and all ticks."""
    numbers = [int(n) for n in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    return sum(numbers) - numbers[3] - numbers[4], sum(numbers)


def _begin(is_first: bool = False) -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rsn.settings")
    django.setup()
    if is_first:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            for process in (0, cursor.fetchone()[0]):
                os.setpriority(os.PRIO_PROCESS, process, PRIORITY)


def _questions() -> dict[str, list[str]]:
    _begin()
    from apps.demo.scale import MEASURED
    from apps.profiles.models import User
    from apps.spaces.models import Membership

    person = User.objects.get(email=MEASURED)
    mine = Membership.objects.filter(user=person).order_by("space__members_count")
    spaces = list(mine.values_list("space__slug", flat=True))[::10]
    people = list(User.objects.order_by("pk").values_list("username", flat=True)[:20_000:500])
    found = classes(spaces, people)
    return found | {"jump box": ["cam", "quali", "rou", "proj lyon", "fourn", "sécu", "bre"]}


def _measure(name: str, queries: list[str], number: int, seconds: float) -> dict[str, Any]:
    """Milliseconds of each question: whole, and its candidates with and without the rule."""
    from apps.demo.scale import MEASURED
    from apps.profiles.models import User

    person = User.objects.get(email=MEASURED)
    whole = _jumping if name == "jump box" else _finding
    ways = {"whole": whole} if name == "jump box" else {
        "whole": whole, "with": _with_rule, "without": _without_rule
    }  # fmt: skip
    taken: dict[str, list[float]] = {way: [] for way in ways}
    dice = random.Random(number)
    for query in queries[:3]:
        for ask in ways.values():
            ask(person, query)
    found = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        query = dice.choice(queries)
        for way, ask in dice.sample(sorted(ways.items()), len(ways)):
            begun = time.perf_counter()
            answer = ask(person, query)
            taken[way].append(1000 * (time.perf_counter() - begun))
            if way == "whole":
                found.append(answer)
    return {"taken": taken, "found": found}


def _finding(person: Any, text: str) -> int:
    from apps.search.find import find, parse

    return find(person, parse(text)).total.number


def _jumping(person: Any, text: str) -> int:
    from apps.search.jump import jump

    found = jump(person, text)
    return len(found.people) + len(found.spaces) + len(found.conversations)


def _with_rule(person: Any, text: str) -> None:
    from apps.search.candidates import newest
    from apps.search.reach import reach_of

    asked, before = _asked(person, text)
    newest(person, asked, before, reach=reach_of(person))


def _without_rule(person: Any, text: str) -> None:
    """The same question about every post: written here, where no page can reach it."""
    from apps.search.candidates import MOST, Search
    from apps.search.reach import Reach
    from apps.search.readable import asking

    asked, before = _asked(person, text)
    Search(asked, Reach(person.pk, ""), asking(_everything(), person.pk), MOST).newest(before)


@cache
def _everything() -> Any:
    from apps.posts.models import Post
    from apps.search.readable import columns_of, statement

    # The type of a parameter that nothing asks for would be unknown.
    return statement(lambda: f"{columns_of(Post.objects.all()).query} WHERE $1 > 0")


def _asked(person: Any, text: str) -> Any:
    from apps.search.find import Start, asked_for, parse

    query = parse(text)
    asked, filters = asked_for(person, query)
    return asked, Start.read("", filters.before).place


def _row(name: str, parts: list[dict[str, Any]]) -> dict[str, Any]:
    taken = {
        way: sorted(t for part in parts for t in part["taken"][way]) for way in parts[0]["taken"]
    }
    found = [n for part in parts for n in part["found"]]
    row: dict[str, Any] = {"name": name, "asked": len(found), "found": statistics.median(found)}
    for way, times in taken.items():
        row[f"{way} p50"] = round(statistics.median(times), 1)
        row[f"{way} p95"] = round(times[int(0.95 * len(times))], 1)
    if "without" in taken:
        row["rule"] = round(sum(taken["with"]) / sum(taken["without"]), 2)
    return row


def _show(rows: list[dict[str, Any]], busy: float, console: Console) -> None:
    table = Table(
        title=f"{SEARCHERS} searchers, ms; load before {busy:.1f} on {os.cpu_count()} cores"
    )
    for column in (
        "", "asked", "found", "p50", "p95", "candidates p50", "p95", "without rule p50", "p95",
        "rule ×",
    ):  # fmt: skip
        table.add_column(column, justify="right" if column else "left", no_wrap=not column)
    columns = ("asked", "found", "whole p50", "whole p95", "with p50", "with p95",
               "without p50", "without p95", "rule")  # fmt: skip
    for row in rows:
        table.add_row(row["name"], *(f"{row[c]:,}" if c in row else "" for c in columns))
    console.print(table)
    worst = max(row["whole p95"] for row in rows if row["name"] != "jump box")
    jumping = next(row["whole p95"] for row in rows if row["name"] == "jump box")
    dearest = max(row.get("rule", 0) for row in rows)
    for sentence, is_reached in (
        (f"worst p95 {worst:.0f} ms (at most {AIM:.0f})", worst <= AIM),
        (f"jump box p95 {jumping:.0f} ms (at most {AIM_OF_JUMPING:.0f})",
         jumping <= AIM_OF_JUMPING),
        (f"the rule costs {dearest:.2f} × at most (at most {AIM_OF_THE_RULE})",
         dearest <= AIM_OF_THE_RULE),
    ):  # fmt: skip
        console.print(f"{'reached ' if is_reached else 'MISSED  '} {sentence}", highlight=False)


if __name__ == "__main__":
    sys.exit(main())
