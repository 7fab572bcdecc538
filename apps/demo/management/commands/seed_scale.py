"""`manage.py seed_scale`: a synthetic organisation of any size, for measuring."""

import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.crypto import get_random_string
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from apps.demo.scale import MEASURED, Sizes, seed
from apps.profiles.models import User
from apps.search.actions import rebuild


class Command(BaseCommand):
    help = (
        "Fill the database with a synthetic organisation for measuring. The measured person, "
        f"{MEASURED}, belongs to 200 spaces. Never for a database that people use."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--people", type=int, required=True)
        parser.add_argument("--spaces", type=int, required=True)
        parser.add_argument("--posts", type=int, required=True)
        parser.add_argument("--comments", type=int, help="default: three a post")
        parser.add_argument("--password", help="of the measured person; default: one is drawn")
        parser.add_argument(
            "--yes", action="store_true", help="even though the database has people"
        )

    def handle(self, *, people: int, spaces: int, posts: int, yes: bool, **options: Any) -> None:
        if User.objects.exists() and not yes:
            raise CommandError(
                "This database has people. Say --yes to mix thousands of invented ones among them."
            )
        if User.objects.filter(email=MEASURED).exists():
            raise CommandError("This database was seeded before; start from an empty one.")
        comments = 3 * posts if options["comments"] is None else options["comments"]
        if comments and not posts:
            raise CommandError("Comments need posts.")
        password = options["password"] or get_random_string(16)
        begun = time.monotonic()
        try:
            with _progress() as progress:
                tasks: dict[str, Any] = {}

                def show(what: str, done: int, total: int) -> None:
                    if what not in tasks:
                        tasks[what] = progress.add_task(what, total=total)
                    progress.update(tasks[what], completed=done)

                seed(Sizes(people, spaces, posts, comments), password=password, on_progress=show)
                rebuild(on_progress=show)
        except ValueError as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(f"Done in {time.monotonic() - begun:,.0f} s.")
        if not options["password"]:
            self.stdout.write(f"The password of {MEASURED} is {password}")


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description:<12}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(file=sys.stderr),
    )
