"""An archive's file as numbered lines: plain, gzip, or inside a zip; never whole in memory."""

import gzip
import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from apps.archive.format import BrokenHeader, BrokenLine, Header, Line, parse_header, parse_line

# The longest message we accept is far shorter; more is damage, or an attack on memory.
MAX_LINE = 16 * 1024 * 1024

Numbered = tuple[int, Line | BrokenLine]


class ArchiveFile:
    """An opened archive: its `header`, then `lines()`; `position` of `size` bytes has been read.

    Raises `BrokenHeader` on opening what is not an archive, `OSError` for what cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self._stack = ExitStack()
        try:
            self._raw = self._stack.enter_context(path.open("rb"))
            self.size = os.fstat(self._raw.fileno()).st_size
            self._stream = self._stack.enter_context(_unwrapped(self._raw))
            self.header = self._read_header()
        except BaseException:
            self._stack.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stack.close()

    @property
    def position(self) -> int:
        return self._raw.tell()

    def lines(self) -> Iterator[Numbered]:
        """Each line after the header with its number, counted from 1 for the header."""
        number = 1
        while True:
            number += 1
            try:
                raw = self._stream.readline(MAX_LINE + 1)
            except (OSError, EOFError, zlib.error, zipfile.BadZipFile) as problem:
                yield number, BrokenLine(f"the file is damaged from here on ({problem})")
                return
            if not raw:
                return
            if len(raw) > MAX_LINE:
                self._skip_line()
                yield number, BrokenLine(f"longer than {MAX_LINE // 2**20} MB")
            elif raw.strip():
                yield number, _parsed(raw)

    def _read_header(self) -> Header:
        try:
            raw = self._stream.readline(65536)
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile) as problem:
            raise BrokenHeader(f"The file cannot be read: {problem}.") from None
        if not raw.strip():
            raise BrokenHeader("The file is empty.")
        return parse_header(raw.removeprefix(b"\xef\xbb\xbf"))

    def _skip_line(self) -> None:
        while (piece := self._stream.readline(MAX_LINE)) and not piece.endswith(b"\n"):
            pass


def _parsed(raw: bytes) -> Line | BrokenLine:
    try:
        return parse_line(raw)
    except BrokenLine as problem:
        return problem


def _unwrapped(raw: BinaryIO) -> BinaryIO:
    start = raw.read(4)
    raw.seek(0)
    if start.startswith(b"\x1f\x8b"):
        return gzip.GzipFile(fileobj=raw)  # type: ignore[return-value]
    if start == b"PK\x03\x04":
        return _inside_zip(raw)
    return raw


def _inside_zip(raw: BinaryIO) -> BinaryIO:
    try:
        archive = zipfile.ZipFile(raw)
    except zipfile.BadZipFile as problem:
        raise BrokenHeader(f"The zip cannot be read: {problem}.") from None
    names = [n for n in archive.namelist() if n.endswith((".jsonl", ".jsonl.gz"))]
    if len(names) != 1:
        raise BrokenHeader(
            "A zip holds exactly one .jsonl or .jsonl.gz file, and files/ beside it."
        )
    inner = archive.open(names[0])
    return gzip.GzipFile(fileobj=inner) if names[0].endswith(".gz") else inner  # type: ignore[return-value]
