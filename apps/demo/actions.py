"""The demo company comes into being, once."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from apps.archive.actions import import_archive
from apps.archive.format import Header
from apps.archive.ids import archive_key
from apps.archive.models import ImportedItem
from apps.archive.report import Report
from apps.demo.cast import Cast
from apps.demo.details import complete
from apps.demo.drawings import Drawings
from apps.demo.story import COMPANY, StoryError, read_story
from apps.demo.stream import lines_of
from apps.files.actions import settle_file, waiting_files

IDENTITY = "rsn-demo-company"


def is_loaded() -> bool:
    key = archive_key(Header("demo", "fr", IDENTITY))
    return ImportedItem.objects.filter(archive=key).exists()


@transaction.atomic
def load_demo(
    folder: Path = COMPANY, *, on_progress: Callable[[Report], None] = lambda report: None
) -> Report:
    """Write the whole company as if it had lived here for months; all of it or nothing.

    Raises `StoryError` when the content contradicts itself.
    """
    story = read_story(folder)
    now = timezone.now()
    report = import_archive(
        enumerate(lines_of(story, Cast(story), now=now), 1),
        header=Header("demo", "fr", IDENTITY),
        is_marked=False,
        beside=Drawings(),
        on_progress=on_progress,
    )
    if not report.is_complete:
        raise StoryError(report.explanations())
    complete(story, now=now)
    for file_id in waiting_files(older_than=timedelta(), most=100):
        settle_file(file_id, is_told=False)
    return report
