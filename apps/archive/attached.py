"""Files of an archive: taken in like any upload, looked at and made anew by the same rules."""

import tempfile
from dataclasses import dataclass
from typing import IO, Any

from django.core.files.base import File

from apps.archive.beside import Beside
from apps.archive.format import BrokenLine, FileLine
from apps.archive.ids import Ids, Run
from apps.archive.report import Report
from apps.core.errors import InvalidInput
from apps.core.html import clean_text
from apps.files.actions import receive_file
from apps.files.limits import most_bytes
from apps.posts.models import Attachment, Comment, Post

PIECE = 1024 * 1024
IN_MEMORY = 4 * PIECE


@dataclass(frozen=True, slots=True)
class _Wanted:
    number: int
    line: FileLine
    said: Post | Comment


class Files:
    def __init__(self, run: Run, ids: Ids) -> None:
        self._run = run
        self._ids = ids
        self._wanted: list[_Wanted] = []

    def take(self, number: int, line: FileLine, report: Report) -> None:
        if self._ids.is_known("file", line.id):
            report.already_here["file"] += 1
            return
        said = (
            self._ids.get("comment", line.comment)
            if line.comment
            else self._ids.get("post", line.post)
        )
        if self._run.is_own and said.pk and self._is_here(line, said):
            report.already_here["file"] += 1
            return
        if self._run.beside is None:
            raise BrokenLine("there are no files beside this archive")
        self._wanted.append(_Wanted(number, line, said))

    def save(self, report: Report) -> None:
        """After the words that they stand with. What cannot be taken is a line left out."""
        for wanted in self._wanted:
            try:
                self._keep(wanted)
            except (BrokenLine, InvalidInput) as problem:
                report.skip(wanted.number, "file", str(problem))
            else:
                report.written["file"] += 1

    def _keep(self, wanted: _Wanted) -> None:
        said, line = wanted.said, wanted.line
        beside: Beside | None = self._run.beside
        if beside is None:
            raise BrokenLine("there are no files beside this archive")
        with beside.opened(line.path) as stream, _copy(stream) as upload:
            if not self._run.keeps_files:
                return
            upload.name = line.name or line.path
            stored = receive_file(
                uploader=said.author, upload=upload, created_at=said.published_at, is_told=False
            )
        where: dict[str, Any] = {"post" if isinstance(said, Post) else "comment": said}
        alt = " ".join(clean_text(line.alt).split())
        position = Attachment.objects.filter(**where).count()
        Attachment.objects.create(file=stored, alt=alt, position=position, **where)
        self._ids.define("file", line.id, stored)

    @staticmethod
    def _is_here(line: FileLine, said: Post | Comment) -> bool:
        """Our own export read back: ids of ours are a letter and a primary key."""
        if not line.id[1:].isdecimal() or len(line.id) > 19:
            return False
        where = {"post" if isinstance(said, Post) else "comment": said}
        return Attachment.objects.filter(file=int(line.id[1:]), **where).exists()


def _copy(stream: IO[bytes]) -> File:
    """The bytes, no more than may be attached, whatever the archive says of their number."""
    kept = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed by the caller
    size = 0
    while piece := stream.read(PIECE):
        size += len(piece)
        if size > most_bytes():
            kept.close()
            raise BrokenLine("its file is too large")
        kept.write(piece)
    kept.seek(0)
    copied = File(kept)
    copied.size = size
    return copied
