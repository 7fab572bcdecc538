"""The bytes beside an archive: in a folder, or in the same zip. Nothing else of the disk."""

import zipfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

from apps.archive.format.fields import BrokenLine


class Beside(Protocol):
    def opened(self, path: str) -> AbstractContextManager[IO[bytes]]:
        """The bytes at this path of a `file` line, open. Raises `BrokenLine`."""


class Folder:
    """`root` is the folder that the paths of the lines begin in."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()

    @contextmanager
    def opened(self, path: str) -> Iterator[IO[bytes]]:
        inside = (self._root / _safe(path)).resolve()
        if not inside.is_relative_to(self._root) or not inside.is_file():
            raise BrokenLine("its file is not beside the archive")
        with inside.open("rb") as stream:
            yield stream


class Zip:
    def __init__(self, archive: zipfile.ZipFile, prefix: str) -> None:
        self._archive = archive
        self._prefix = prefix

    @contextmanager
    def opened(self, path: str) -> Iterator[IO[bytes]]:
        try:
            stream = self._archive.open(f"{self._prefix}{_safe(path)}")
        except (KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
            raise BrokenLine("its file is not in the archive") from None
        with stream:
            yield stream


def _safe(path: str) -> str:
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or "\\" in path or ".." in parts or "\0" in path:
        raise BrokenLine("the path of its file leads elsewhere")
    return "/".join(parts)
