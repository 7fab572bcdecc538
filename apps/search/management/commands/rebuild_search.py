"""`manage.py rebuild_search`: make the search index anew, while people search."""

import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from apps.search.actions import RebuildUnderWay, rebuild


class Command(BaseCommand):
    help = (
        "Make the search index anew from the posts and comments. Searching goes on meanwhile, and "
        "what is written meanwhile is found afterwards. Running it again changes nothing."
    )

    def handle(self, **options: Any) -> None:
        begun = time.monotonic()
        try:
            with _progress() as progress:
                tasks: dict[str, Any] = {}

                def show(what: str, done: int, total: int) -> None:
                    if what not in tasks:
                        tasks[what] = progress.add_task(what, total=total)
                    progress.update(tasks[what], completed=done)

                number = rebuild(on_progress=show)
        except RebuildUnderWay:
            raise CommandError("Another process is rebuilding the index.") from None
        self.stdout.write(f"{number:,} texts indexed in {time.monotonic() - begun:,.0f} s.")


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description:<12}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(file=sys.stderr),
    )
