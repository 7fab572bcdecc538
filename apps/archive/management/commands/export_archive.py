"""`manage.py export_archive FILE`: the community as an archive."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from apps.archive.actions import export_archive
from apps.archive.actions.lines import Scope
from apps.spaces.models import Space


class Command(BaseCommand):
    help = (
        "Write the community, or one space of it, as an archive (JSON Lines; gzip when FILE ends "
        "in .gz; with attached files in one zip when it ends in .zip, else they come into files/ "
        "beside it). The file holds everything those spaces hold, confidential ones included, and "
        "the addresses of the people: keep it as you keep a backup."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--space", metavar="SLUG", help="only this space and its people")

    def handle(self, *, file: Path, space: str | None, **options: Any) -> None:
        chosen = None
        if space:
            chosen = Space.objects.filter(slug=space).first()
            if chosen is None:
                raise CommandError(f"There is no space with the address {space}.")
        scope = Scope(chosen)
        missing: list[str] = []
        with _progress() as progress:
            task = progress.add_task(f"Exporting to {file.name}", total=_size(scope))
            try:
                counts = export_archive(
                    file,
                    space=chosen,
                    on_progress=lambda c: progress.update(task, completed=c.total()),
                    on_missing=missing.append,
                )
            except OSError as problem:
                raise CommandError(f"{file} cannot be written: {problem.strerror}.") from None
            progress.update(task, completed=counts.total(), total=counts.total())
        table = Table("", "written")
        table.columns[1].justify = "right"
        for kind, number in counts.items():
            table.add_row(kind, f"{number:,}")
        console = Console(file=self.stdout)  # type: ignore[arg-type]
        console.print(table)
        confidential = scope.spaces().filter(kind=Space.Kind.CONFIDENTIAL).count()
        if confidential:
            spaces = "space" if confidential == 1 else "spaces"
            console.print(
                f"The file holds {confidential:,} confidential {spaces}: "
                "whoever has it reads them.",
                soft_wrap=True,
            )
        if missing:
            raise CommandError(_without(file, missing))


def _without(file: Path, missing: list[str]) -> str:
    files = "file that was" if len(missing) == 1 else "files that were"
    return (
        f"{file} is written without {len(missing):,} attached {files} not found in the storage "
        f"({', '.join(missing[:3])}{', …' if len(missing) > 3 else ''}). "
        "Is this the VAR_DIR, or the STORAGE_URL, of the network?"
    )


def _size(scope: Scope) -> int:
    rows = (
        scope.people(),
        scope.spaces(),
        scope.memberships(),
        scope.posts(),
        scope.comments(),
        scope.post_reactions(),
        scope.comment_reactions(),
        scope.attachments(),
    )
    return sum(part.count() for part in rows)


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=Console(file=sys.stderr),
    )
