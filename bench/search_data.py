"""The database that searching is measured on: the large organisation, with more words.

`seed_scale` says everything with a hundred words. Here each text is given some more, drawn from
60,000 invented ones as unequally as real words are, so that there are rare and common ones.
"""

import random
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg2
from rich.console import Console

from bench.databases import FULL, _execute, _exists, _sibling, join_servers, manage, seeded

NAME = "bench_search"
VOCABULARY = 60_000
CHUNK = 100_000

_BEGIN = "b c d f g l m n p r s t v ch br tr pl gr".split()  # noqa: SIM905
_SOUND = "a e i o u ou an on in".split()  # noqa: SIM905
_END = ("", "", "tion", "ment", "age", "eur", "ique", "s")

# The n-th word is drawn about 1/n as often as the first; the same for the same row.
_ADD = """
    UPDATE {table} said SET text = text || ' ' || (
        SELECT string_agg(invented.word, ' ')
        FROM generate_series(1, {least} + (said.id %% 5)::int) position
        JOIN invented ON invented.number = ceil(exp(
            abs(hashint8extended(said.id * 1000 + position, 5) %% 100000) / 100000.0 * ln({size})
        ))::int
    ) WHERE id >= %s AND id < %s
"""


def words() -> list[str]:
    """The invented words, the most frequent first."""
    dice = random.Random(7)
    made: dict[str, None] = {}
    while len(made) < VOCABULARY:
        parts = (dice.choice(_BEGIN) + dice.choice(_SOUND) for _ in range(dice.randint(2, 4)))
        made["".join(parts) + dice.choice(_END)] = None
    return list(made)


def prepared(console: Console) -> dict[str, str]:
    """The environment with that database in it; copied, enriched and indexed once."""
    environment = join_servers()
    own = environment | {"DATABASE_URL": _sibling(environment["DATABASE_URL"], NAME)}
    if not _exists(environment, NAME):
        seeded(FULL, environment, console)
        console.print("Copying the large organisation, and giving it more words.")
        begun = time.monotonic()
        _execute(environment, f"CREATE DATABASE {NAME} TEMPLATE bench_{FULL.name}")
        _enrich(own["DATABASE_URL"])
        console.print(f"Done in {time.monotonic() - begun:,.0f} s.")
    manage(own, "migrate", "--verbosity", "0")
    if not _is_indexed(own["DATABASE_URL"]):
        manage(own, "rebuild_search")
    return own


def _enrich(url: str) -> None:
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE invented (number int PRIMARY KEY, word text)")
        rows = [list(range(1, VOCABULARY + 1)), words()]
        cursor.execute("INSERT INTO invented SELECT * FROM unnest(%s::int[], %s::text[])", rows)
        parts = []
        for table, least in (("posts_post", 8), ("posts_comment", 3)):
            cursor.execute(f"SELECT min(id), max(id) FROM {table}")
            first, last = cursor.fetchone() or (0, 0)
            statement = _ADD.format(table=table, least=least, size=VOCABULARY)
            parts += [(url, statement, at) for at in range(first, last + 1, CHUNK)]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(_add, parts))
    for table in ("posts_post", "posts_comment"):
        _vacuum(url, table)


def _add(part: tuple[str, str, int]) -> None:
    url, statement, at = part
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        cursor.execute(statement, [at, at + CHUNK])


def _vacuum(url: str, table: str) -> None:
    connection = psycopg2.connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM (ANALYZE) {table}")
    connection.close()


def _is_indexed(url: str) -> bool:
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM search_searchentry)")
        return bool((cursor.fetchone() or (False,))[0])
