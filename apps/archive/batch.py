"""Some lines of an archive, written together: one transaction, a fixed number of statements."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction

from apps.archive.attached import Files
from apps.archive.format import BrokenLine, FileLine, Line
from apps.archive.ids import Ids, Run
from apps.archive.people import People
from apps.archive.places import Memberships, Spaces
from apps.archive.report import Report
from apps.archive.words import Comments, Posts, Reactions, recount
from apps.search.actions import index_new


@transaction.atomic
def write_batch(run: Run, lines: Sequence[tuple[int, Line]]) -> Report:
    """Write what is new in these numbered lines and say what became of each."""
    return _Batch(run, [line for _, line in lines]).write(lines)


class _Batch:
    def __init__(self, run: Run, lines: Sequence[Line]) -> None:
        self._report = Report()
        self._ids = Ids(run, lines)
        self._ids.check_community(lines)
        self._people = People(run, self._ids, lines)
        self._spaces = Spaces(run, self._ids, self._people, lines)
        self._memberships = Memberships(self._ids)
        self._posts = Posts(run, self._ids)
        self._comments = Comments(run, self._ids)
        self._reactions = Reactions(self._ids)
        self._files = Files(run, self._ids)
        self._take: dict[str, Callable[[Any, Report], None]] = {
            "user": self._people.take,
            "space": self._spaces.take,
            "membership": self._memberships.take,
            "post": self._posts.take,
            "comment": self._comments.take,
            "reaction": self._reactions.take,
        }

    def write(self, lines: Sequence[tuple[int, Line]]) -> Report:
        # In the order of the file, so that a reference before its object is found out here too.
        for number, line in lines:
            self._report.read[line.kind] += 1
            try:
                if isinstance(line, FileLine):
                    self._files.take(number, line, self._report)
                else:
                    self._take[line.kind](line, self._report)
            except BrokenLine as problem:
                self._report.skip(number, line.kind, str(problem))
        self._save()
        return self._report

    def _save(self) -> None:
        self._people.save()
        self._spaces.save()
        self._memberships.save(self._report)
        self._posts.save()
        answered = self._comments.save()
        self._files.save(self._report)
        index_new(self._posts.ids, self._comments.ids)
        recount(answered, *self._reactions.save(self._report))
        self._ids.save()
