"""`manage.py load_demo`: the demo company, once."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from apps.archive.report import Report
from apps.demo.actions import is_loaded, load_demo
from apps.demo.just_now import answer_each_other
from apps.demo.story import StoryError


class Command(BaseCommand):
    help = "Load the demo company. A second time, nothing happens."

    def handle(self, **options: Any) -> None:
        if is_loaded():
            self.stdout.write("The demo company is already loaded.")
            return
        try:
            with _progress() as progress:
                task = progress.add_task("Loading the demo company", total=None)

                def show(report: Report) -> None:
                    progress.update(
                        task, description=f"Loading the demo company: {report.read.total():,} lines"
                    )

                report = load_demo(on_progress=show)
                answer_each_other()
                progress.update(task, total=1, completed=1)
        except StoryError as error:
            raise CommandError(
                "The demo company has errors:\n" + "\n".join(error.problems)
            ) from None
        self.stdout.write(
            "The demo company is loaded: {user:,} people, {space:,} spaces, {post:,} posts, "
            "{comment:,} comments, {reaction:,} reactions.".format_map(report.written)
        )


def _progress() -> Progress:
    return Progress(TextColumn("{task.description}"), BarColumn(), console=Console(file=sys.stderr))
