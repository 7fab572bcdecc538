"""The pages' speed, as ratios in one run: `python -m bench [--size full|small]`.

Seeds what it measures on servers of its own (var/bench), once; writes var/bench/pages.json.
"""

import argparse
import json
import os
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from urllib.parse import urlsplit

from rich.console import Console
from rich.table import Table

from bench.databases import FULL, SMALL, Size, join_servers, manage, seeded
from bench.pages import CONNECTIONS, TRIVIAL, Measured, measure
from bench.turns import Turns, home_by_turns
from rsn.local import places
from rsn.local.trouble import Trouble

HOME, WRITE = "home feed", "POST a comment"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--size",
        choices=("full", "small"),
        default="full",
        help="full: 10,000 posts next to 1,000,000 (6 GB, some minutes to seed, once); "
        "small: 10,000 posts only",
    )
    parser.add_argument("--seconds", type=float, default=6.0, help="of load on each page")
    arguments = parser.parse_args()
    console = Console(width=max(110, Console().width))
    try:
        return run(arguments.size, arguments.seconds, console)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1


def run(size: str, seconds: float, console: Console) -> int:
    busy = os.getloadavg()[0]
    environment = join_servers()
    manage(environment, "collectstatic", "--no-input", "--verbosity", "0")
    results: dict[str, list[Measured]] = {}
    environments = []
    for number, one in enumerate((SMALL, FULL) if size == "full" else (SMALL,)):
        own = _own_redis(seeded(one, environment, console), number + 1)
        console.print(f"Measuring with {one.posts:,} posts, {seconds:g} s a page")
        results[one.name] = rows = measure(own, seconds=seconds, console=console)
        environments.append(own)
    console.print("Home by turns: next to the trivial page, and at the first size next to the last")
    turns = home_by_turns(environments, HOME)
    console.print(
        f"The load generator computed {_row(rows, TRIVIAL).generator_cpu:.0%} of the time at the "
        f"trivial page; the machine's load before was {busy:.1f} on {os.cpu_count()} cores.",
        highlight=False,
    )
    for one in (SMALL, FULL):
        if one.name in results:
            _show(one, results[one.name], console)
    aims = _aims(results, turns)
    for sentence, is_reached in aims:
        console.print(f"{'reached ' if is_reached else 'MISSED  '} {sentence}", highlight=False)
    _write(results, aims, console)
    return 0


def _own_redis(environment: dict[str, str], number: int) -> dict[str, str]:
    """Cached cards of one database must not be met in another."""
    parts = urlsplit(environment["REDIS_URL"])
    if parts.scheme == "unix":
        return environment | {"REDIS_URL": parts._replace(query=f"db={number}").geturl()}
    return environment | {"REDIS_URL": parts._replace(path=f"/{number}").geturl()}


def _show(size: Size, rows: list[Measured], console: Console) -> None:
    trivial = _row(rows, TRIVIAL)
    table = Table(
        title=f"{size.posts:,} posts, {size.comments:,} comments, {size.people:,} people, "
        f"{size.spaces:,} spaces"
    )
    for column in (
        "", f"req/s ×{CONNECTIONS}", "1/n of trivial", f"p95 ms ×{CONNECTIONS}", "median ms ×1",
        "own SQL ms", "× own SQL", "queries (cold)", "kB", "err.",
    ):  # fmt: skip
        table.add_column(column, justify="right" if column else "left", no_wrap=not column)
    for row in rows:
        table.add_row(
            row.name,
            f"{row.rate:,.0f}",
            f"1/{trivial.rate / row.rate:.1f}",
            f"{row.p95:.1f}",
            f"{row.median:.2f}",
            f"{row.sql_ms:.2f}" if row.sql_ms else "",
            f"{row.median / row.sql_ms:.1f}" if row.sql_ms else "",
            f"{row.queries} ({row.queries_cold})" if row.queries else "0",
            f"{row.kilobytes:.0f}",
            str(row.errors),
        )
    console.print(table)


def _aims(results: dict[str, list[Measured]], turns: Turns) -> list[tuple[str, bool]]:
    """What the project promised itself, said with the figures of this run."""
    rows = list(results.values())[-1]
    home, write = (_row(rows, name) for name in (HOME, WRITE))
    over_sql = home.median / home.sql_ms
    shares, growths = _spread(turns.shares, "1/"), _spread(turns.growths)
    said = f"home feed: 1/{turns.share:.1f} of the trivial page's throughput"
    aims = [
        (f"home feed: {home.queries} SQL queries (at most 8)", home.queries <= 8),
        (f"{said}, of {shares} (at least 1/12)", turns.share <= 12),
        (f"home feed: {over_sql:.1f} × its own SQL (at most 8)", over_sql <= 8),
    ]
    if len(results) > 1:
        said = f"home feed: {turns.growth:.2f} × the time at 10,000 posts, of {growths}"
        aims.append((f"{said} (at most 1.2)", turns.growth <= 1.2))
    over_sql = write.median / write.sql_ms
    aims.append((f"comment: {over_sql:.1f} × its own SQL (at most 5)", over_sql <= 5))
    return aims


def _spread(pairs: list[float], before: str = "") -> str:
    return f"{len(pairs)} pairs, {before}{min(pairs):.2f} to {before}{max(pairs):.2f}"


def _row(rows: list[Measured], name: str) -> Measured:
    return next(row for row in rows if row.name == name)


def _write(
    results: dict[str, list[Measured]], aims: list[tuple[str, bool]], console: Console
) -> None:
    path = places.place("bench") / "pages.json"
    content = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "results": {size: [asdict(row) for row in rows] for size, rows in results.items()},
        "aims": [{"aim": sentence, "reached": reached} for sentence, reached in aims],
    }
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n")
    console.print(f"Written to {path.relative_to(places.ROOT)}", highlight=False)


if __name__ == "__main__":
    sys.exit(main())
