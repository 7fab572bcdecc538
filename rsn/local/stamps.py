"""Do a thing again only when what it depends on has changed."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from rsn.local.places import ROOT


def fingerprint(files: Iterable[Path], *facts: str) -> str:
    """Return a digest of the content of `files` (missing ones count as empty) and of `facts`."""
    digest = hashlib.blake2b()
    for path in sorted(files):
        content = path.read_bytes() if path.is_file() else b""
        digest.update(f"{path.relative_to(ROOT)}\0{len(content)}\0".encode() + content)
    for fact in facts:
        digest.update(f"{fact}\0".encode())
    return digest.hexdigest()


class Stamp:
    """Remembers, in a file beside the result, what it was made from."""

    def __init__(self, path: Path, print_: str) -> None:
        self._path, self._print = path, print_

    def is_current(self) -> bool:
        """Whether the result was made from exactly this."""
        try:
            return self._path.read_text() == self._print
        except OSError:
            return False

    def set(self) -> None:
        """Remember that the result is made."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text(self._print)
