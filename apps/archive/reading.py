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

from apps.archive.beside import Beside, Folder, Zip
from apps.archive.format import BrokenHeader, BrokenLine, Header, Line, parse_header, parse_line

# The longest message we accept is far shorter; more is damage, or an attack on memory.
MAX_LINE = 16 * 1024 * 1024

Numbered = tuple[int, Line | BrokenLine]


class ArchiveFile:
    """An opened archive: its `header`, then `lines()`; `position` of `size` bytes has been read.

    `beside` are its files: in the folder that it lies in, or in the same zip.

    Raises `BrokenHeader` on opening what is not an archive, `OSError` for what cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self._stack = ExitStack()
        try:
            self._raw = self._stack.enter_context(path.open("rb"))
            self.beside: Beside = Folder(path.parent)
            self.size = os.fstat(self._raw.fileno()).st_size
            self._stream = self._stack.enter_context(self._unwrapped())
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

    def _unwrapped(self) -> BinaryIO:
        start = self._raw.read(4)
        self._raw.seek(0)
        if start.startswith(b"\x1f\x8b"):
            return gzip.GzipFile(fileobj=self._raw)  # type: ignore[return-value]
        if start == b"PK\x03\x04":
            stream, self.beside = _inside_zip(_opened_zip(self._raw))
            return stream
        return self._raw

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


def _opened_zip(raw: BinaryIO) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(raw)
    except zipfile.BadZipFile as problem:
        raise BrokenHeader(f"The zip cannot be read: {problem}.") from None


def _inside_zip(archive: zipfile.ZipFile) -> tuple[BinaryIO, Zip]:
    names = [
        name
        for name in archive.namelist()
        if name.endswith((".jsonl", ".jsonl.gz")) and "files" not in name.split("/")[:-1]
    ]
    if len(names) != 1:
        raise BrokenHeader(
            "A zip holds exactly one .jsonl or .jsonl.gz file, and files/ beside it."
        )
    inner = archive.open(names[0])
    folder = names[0].rpartition("/")[0]
    beside = Zip(archive, f"{folder}/" if folder else "")
    if names[0].endswith(".gz"):
        return gzip.GzipFile(fileobj=inner), beside  # type: ignore[return-value]
    return inner, beside  # type: ignore[return-value]
