"""Exporting: every line from one moment of the database, two thousand rows in memory at most."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from apps.archive.actions.lines import Scope, files_of, header_of, lines_of
from apps.archive.out import Out, written_to
from apps.profiles.models import User
from apps.spaces.models import Space


def export_archive(
    path: Path,
    *,
    space: Space | None = None,
    reader: User | None = None,
    on_progress: Callable[[Counter[str]], None] = lambda counts: None,
    on_missing: Callable[[str], None] = lambda name: None,
) -> Counter[str]:
    """Write everything, or one space and the people in it, to `path`; gzip when it ends in .gz,
    with its files in one zip when it ends in .zip. Otherwise they come into `files/` beside it.

    The file holds what its spaces hold, confidential ones included, and only its owner can read
    it. It appears when it is complete. Returns the lines by kind. Asked for on the server there
    is no actor whose rights could be checked; `reader` takes only what this person reads.
    `on_missing` is told the name of each file that is not in the storage, and so not in the export.
    """
    counts: Counter[str] = Counter()
    scope = Scope(space, reader)
    with _one_moment(), written_to(path) as out:
        out.line(header_of(space))
        for line in _every(scope, out, on_missing):
            out.line(line)
            counts[line["type"]] += 1
            if counts.total() % 1000 == 0:
                on_progress(counts)
    return counts


def _every(scope: Scope, out: Out, on_missing: Callable[[str], None]) -> Iterator[dict[str, Any]]:
    yield from lines_of(scope)
    for line, stored_as in files_of(scope):
        # Removed meanwhile by a round, or not where this installation looks.
        if out.file(line["path"], stored_as):
            yield line
        else:
            on_missing(line["name"])


@contextmanager
def _one_moment() -> Iterator[None]:
    """What is written meanwhile is not seen: a comment never comes without its post."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
