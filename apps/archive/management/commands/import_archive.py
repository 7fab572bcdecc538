"""`manage.py import_archive FILE`: bring in a community archive."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

from apps.archive.actions import ImportUnderWay, import_archive
from apps.archive.beside import Folder
from apps.archive.format import BrokenHeader
from apps.archive.ids import AnotherCommunity
from apps.archive.reading import ArchiveFile
from apps.archive.report import Report


class Command(BaseCommand):
    help = (
        "Import a community archive (JSON Lines, plain, .gz or .zip). Running it again, or a later "
        "export of the same community, adds only what is new. Nobody is notified."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--dry-run", action="store_true", help="do everything, report, and take it all back"
        )
        parser.add_argument(
            "--files", type=Path, help="the folder the archive's files/ lie in, if not beside it"
        )
        parser.add_argument(
            "--as",
            dest="identity",
            default="",
            metavar="NAME",
            help="what this community is known by, when its header's name is not enough",
        )

    def handle(self, *, file: Path, dry_run: bool, identity: str, **options: Any) -> None:
        if options["files"] and not options["files"].is_dir():
            raise CommandError(f"{options['files']} is not a folder.")
        try:
            with ArchiveFile(file) as archive, _progress() as progress:
                task = progress.add_task(f"Importing {file.name}", total=archive.size)
                report = import_archive(
                    archive.lines(),
                    header=archive.header,
                    identity=identity,
                    is_dry_run=dry_run,
                    beside=Folder(options["files"]) if options["files"] else archive.beside,
                    on_progress=lambda _: progress.update(task, completed=archive.position),
                )
                progress.update(task, completed=archive.size)
        except BrokenHeader as problem:
            raise CommandError(f"{problem} Nothing was written.") from None
        except OSError as problem:
            raise CommandError(f"{file} cannot be opened: {problem.strerror}.") from None
        except ImportUnderWay:
            raise CommandError("This archive is being imported by another process.") from None
        except AnotherCommunity:
            raise CommandError(
                "Most people of this archive bear the ids of other people of an archive of the "
                "same name: it seems to be another community. Nothing more was written. If it is, "
                "give it a name of its own with --as."
            ) from None
        self._summarise(report, dry_run)

    def _summarise(self, report: Report, is_dry_run: bool) -> None:
        table = Table(title="Dry run: nothing was kept" if is_dry_run else None)
        table.add_column("")
        for column in ("read", "written", "already here", "skipped"):
            table.add_column(column, justify="right")
        for kind, *numbers in report.rows():
            table.add_row("unreadable" if kind == "?" else kind, *(f"{n:,}" for n in numbers))
        console = Console(file=self.stdout)  # type: ignore[arg-type]
        console.print(table)
        for sentence in report.explanations():
            console.print(f"Skipped {sentence}.", markup=False, highlight=False)


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=Console(file=sys.stderr),
    )
