"""The seeded databases, on servers of their own under var/bench, kept from one run to the next."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

import psycopg2
from rich.console import Console

from rsn.local import keeper, places
from rsn.local.servers import application_environment
from rsn.local.trouble import Trouble

PASSWORD = "bench-rsn-2026"
# Bytes a post brings with its comments, reactions and share of the rest; measured, with room.
DISK_PER_POST = 6_000


@dataclass(frozen=True)
class Size:
    """Of one database. `name` is part of the database's."""

    name: str
    people: int
    spaces: int
    posts: int
    comments: int


SMALL = Size("small", people=2_000, spaces=800, posts=10_000, comments=30_000)
FULL = Size("full", people=50_000, spaces=20_000, posts=1_000_000, comments=3_000_000)


def join_servers() -> dict[str, str]:
    """Start or share the servers under var/bench; returns the application's environment."""
    directory = places.place("bench")
    environment = application_environment(directory, mode="demo") | keeper.join(directory)
    environment |= {"DEBUG": "0", "LOG_LEVEL": "ERROR"}
    return environment


def seeded(size: Size, environment: dict[str, str], console: Console) -> dict[str, str]:
    """The environment with the database of this size in it; seeds it when it is new or outdated."""
    name = f"bench_{size.name}"
    own = environment | {"DATABASE_URL": _sibling(environment["DATABASE_URL"], name)}
    note = places.place("bench") / f"{name}.json"
    wanted = {**asdict(size), "code": _fingerprint()}
    if note.exists() and json.loads(note.read_text()) == wanted and _exists(environment, name):
        manage(own, "migrate", "--verbosity", "0")
        # What migrations wrote anew is as settled as after a night of autovacuum.
        _execute(own, "VACUUM (ANALYZE)")
        return own
    note.unlink(missing_ok=True)
    _check_disk(size)
    console.print(f"Seeding {size.posts:,} posts into {name}; kept for the next runs.")
    _execute(environment, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    _execute(environment, f'CREATE DATABASE "{name}"')
    begun = time.monotonic()
    manage(own, "migrate", "--verbosity", "0")
    counts = {field: value for field, value in asdict(size).items() if field != "name"}
    arguments = [f"--{field}={value}" for field, value in counts.items()]
    manage(own, "seed_scale", "--password", PASSWORD, *arguments)
    console.print(f"Seeded in {time.monotonic() - begun:,.0f} s; {_gigabytes(own):.1f} GB on disk.")
    note.write_text(json.dumps(wanted))
    return own


def manage(environment: dict[str, str], *arguments: str) -> None:
    """Run a management command. Raises `Trouble` when it fails."""
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, env=os.environ | environment, cwd=places.ROOT, check=False)
    if done.returncode:
        raise Trouble(f"manage.py {arguments[0]} failed.")


def _fingerprint() -> str:
    """Changes with the code that seeds; migrations are run on what is there."""
    digest = hashlib.sha256()
    for path in sorted((places.ROOT / "apps" / "demo" / "scale").glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _sibling(url: str, database: str) -> str:
    return urlsplit(url)._replace(path=f"/{database}").geturl()


def _exists(environment: dict[str, str], name: str) -> bool:
    connection = psycopg2.connect(environment["DATABASE_URL"])
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            return cursor.fetchone() is not None
    finally:
        connection.close()


def _execute(environment: dict[str, str], statement: str) -> None:
    connection = psycopg2.connect(environment["DATABASE_URL"])
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()


def _gigabytes(environment: dict[str, str]) -> float:
    connection = psycopg2.connect(environment["DATABASE_URL"])
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return float(cursor.fetchone()[0]) / 1e9
    finally:
        connection.close()


def _check_disk(size: Size) -> None:
    needed = size.posts * DISK_PER_POST + 500_000_000
    free = shutil.disk_usage(places.VAR).free
    if free < needed:
        raise Trouble(
            f"Seeding {size.posts:,} posts needs about {needed / 1e9:.0f} GB under {places.VAR}; "
            f"{free / 1e9:.0f} GB are free."
        )
