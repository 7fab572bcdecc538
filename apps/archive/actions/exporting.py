"""Exporting: every line from one moment of the database, two thousand rows in memory at most."""

import gzip
import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.db import connection, transaction

from apps.archive.actions.lines import Scope, header_of, lines_of
from apps.profiles.models import User
from apps.spaces.models import Space


def export_archive(
    path: Path,
    *,
    space: Space | None = None,
    reader: User | None = None,
    on_progress: Callable[[Counter[str]], None] = lambda counts: None,
) -> Counter[str]:
    """Write everything, or one space and the people in it, to `path`; gzip when it ends in .gz.

    The file holds what its spaces hold, confidential ones included, and only its owner can read
    it. It appears when it is complete. Returns the lines by kind. Asked for on the server there
    is no actor whose rights could be checked; `reader` takes only what this person reads.
    """
    counts: Counter[str] = Counter()
    with _one_moment(), _appearing(path) as stream:
        _write(stream, header_of(space))
        for line in lines_of(Scope(space, reader)):
            _write(stream, line)
            counts[line["type"]] += 1
            if counts.total() % 1000 == 0:
                on_progress(counts)
    return counts


def _write(stream: IO[bytes], line: dict[str, Any]) -> None:
    stream.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")


@contextmanager
def _one_moment() -> Iterator[None]:
    """What is written meanwhile is not seen: a comment never comes without its post."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@contextmanager
def _appearing(path: Path) -> Iterator[IO[bytes]]:
    """A file for its owner alone, under its name only once it is whole."""
    partial = path.with_name(f".{path.name}.partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as raw:
            os.fchmod(raw.fileno(), 0o600)
            if path.suffix == ".gz":
                # No name and no time inside: the same content makes the same file.
                with gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as packed:
                    yield packed  # type: ignore[misc]
            else:
                yield raw
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
