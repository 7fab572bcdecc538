"""Importing: batch after batch, so that a million lines need the memory of two thousand."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice

from django.db import Error, connection, transaction
from django.utils import timezone

from apps.archive.batch import write_batch
from apps.archive.beside import Beside
from apps.archive.format import BrokenLine, Header, Line
from apps.archive.growth import Growth
from apps.archive.ids import Run, archive_key, own_identity
from apps.archive.reading import Numbered
from apps.archive.report import Report

BATCH = 2000


class ImportUnderWay(Exception):
    """The same archive is being imported by another process."""


def import_archive(
    lines: Iterable[Numbered],
    *,
    header: Header,
    identity: str = "",
    is_dry_run: bool = False,
    is_marked: bool = True,
    beside: Beside | None = None,
    on_progress: Callable[[Report], None] = lambda report: None,
) -> Report:
    """Write what is new; nobody is told, by event, notification or mail.

    Each batch is a transaction, so that an import cut short is continued by running it again; a
    dry run does all the work in one transaction and takes it back. `identity` stands for the
    header's; `beside` is where the bytes of its files are. Not `is_marked`: the words are not shown
    as imported. Raises `ImportUnderWay`, `AnotherCommunity`; the latter leaves nothing of this run.
    """
    run = Run(
        archive=archive_key(header, identity),
        language=header.language,
        imported_at=timezone.now() if is_marked else None,
        is_own=header.identity == own_identity() and not identity,
        beside=beside,
        keeps_files=not is_dry_run,
    )
    report, growth = Report(), Growth()
    with _alone(run.archive), _kept(not is_dry_run):
        for batch in _batches(lines):
            report.add(_write(run, batch))
            growth.add_batch()
            on_progress(report)
        growth.count()
    return report


def _write(run: Run, batch: list[Numbered]) -> Report:
    report = Report()
    good: list[tuple[int, Line]] = []
    for number, line in batch:
        if isinstance(line, BrokenLine):
            report.read["?"] += 1
            report.skip(number, "?", str(line))
        else:
            good.append((number, line))
    if good:
        report.add(_write_or_divide(run, good))
    return report


def _write_or_divide(run: Run, lines: Sequence[tuple[int, Line]]) -> Report:
    """What the database itself refuses is narrowed down to its line; the others are written."""
    try:
        return write_batch(run, lines)
    except (Error, ValueError) as problem:
        # A connection that is gone is nobody's line.
        if connection.connection is None or connection.connection.closed:
            raise
        if len(lines) > 1:
            return _divided(run, lines)
        report = Report()
        (number, line), *_ = lines
        report.read[line.kind] += 1
        report.skip(number, line.kind, f"the database refuses it: {str(problem).splitlines()[0]}")
        return report


def _divided(run: Run, lines: Sequence[tuple[int, Line]]) -> Report:
    middle = len(lines) // 2
    report = _write_or_divide(run, lines[:middle])
    report.add(_write_or_divide(run, lines[middle:]))
    return report


def _batches(lines: Iterable[Numbered]) -> Iterator[list[Numbered]]:
    iterator = iter(lines)
    while batch := list(islice(iterator, BATCH)):
        yield batch


@contextmanager
def _alone(archive: str) -> Iterator[None]:
    """No second import of the same archive, from any machine, while this one runs."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [f"import {archive}"])
        if not cursor.fetchone()[0]:
            raise ImportUnderWay
        try:
            yield
        finally:
            if connection.is_usable():
                cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [f"import {archive}"])


@contextmanager
def _kept(is_kept: bool) -> Iterator[None]:
    if is_kept:
        yield
        return
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
