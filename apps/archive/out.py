"""Where an export goes: a file of lines, and the bytes of its files beside it or in one zip."""

import gzip
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Protocol

from apps.files import storage

LINES_IN_ZIP = "archive.jsonl"


class Out(Protocol):
    def line(self, values: dict[str, Any]) -> None:
        """Write one line."""

    def file(self, path: str, stored_as: str) -> bool:
        """Put these bytes of the storage at `path`; whether they were there."""


@contextmanager
def written_to(path: Path) -> Iterator[Out]:
    """A file for its owner alone, under its name only once it is whole."""
    with _appearing(path) as raw:
        if path.suffix == ".zip":
            with _zip(raw) as out:
                yield out
        elif path.suffix == ".gz":
            # No name and no time inside: the same content makes the same file.
            with gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as packed:
                yield _Beside(packed, path.parent)  # type: ignore[arg-type]
        else:
            yield _Beside(raw, path.parent)


class _Lines:
    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def line(self, values: dict[str, Any]) -> None:
        line = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
        self._stream.write(line.encode() + b"\n")


class _Beside(_Lines):
    """The bytes come into a folder of the same one, for its owner alone too."""

    def __init__(self, stream: IO[bytes], folder: Path) -> None:
        super().__init__(stream)
        self._folder = folder

    def file(self, path: str, stored_as: str) -> bool:
        place = self._folder / path
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            with storage.opened(stored_as) as source, _private(place) as copy:
                shutil.copyfileobj(source, copy)
        except FileNotFoundError:
            return False
        return True


class _Zipped(_Lines):
    def __init__(self, lines: IO[bytes], archive: zipfile.ZipFile) -> None:
        super().__init__(lines)
        self._archive = archive

    def file(self, path: str, stored_as: str) -> bool:
        try:
            source = storage.opened(stored_as)
        except FileNotFoundError:
            return False
        # Pictures and films are compressed already.
        with source, self._archive.open(zipfile.ZipInfo(path), "w", force_zip64=True) as copy:
            shutil.copyfileobj(source, copy)
        return True


@contextmanager
def _zip(raw: IO[bytes]) -> Iterator[Out]:
    """A zip is written one entry after the other: the lines come last."""
    with (
        tempfile.TemporaryFile() as lines,
        zipfile.ZipFile(raw, "w", compression=zipfile.ZIP_STORED) as archive,
    ):
        yield _Zipped(lines, archive)
        lines.seek(0)
        entry = zipfile.ZipInfo(LINES_IN_ZIP)
        entry.compress_type = zipfile.ZIP_DEFLATED
        with archive.open(entry, "w", force_zip64=True) as copy:
            shutil.copyfileobj(lines, copy)


@contextmanager
def _appearing(path: Path) -> Iterator[IO[bytes]]:
    partial = path.with_name(f".{path.name}.partial")
    try:
        with _private(partial) as raw:
            yield raw
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


@contextmanager
def _private(path: Path) -> Iterator[IO[bytes]]:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as raw:
        os.fchmod(raw.fileno(), 0o600)
        yield raw
