"""One stylesheet from many small files, without a build tool."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

SOURCES = Path(settings.BASE_DIR) / "static" / "css"
BUNDLE = "css/rsn.css"


class StylesheetFinder(BaseFinder):
    """Finds `css/rsn.css`: the files that static/css/manifest.txt names, in that order."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=settings.VAR_DIR / "assets")
        super().__init__(*args, **kwargs)

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path != BUNDLE:
            return []
        bundle = write_bundle(Path(self.storage.location))
        return [str(bundle)] if find_all else str(bundle)

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        write_bundle(Path(self.storage.location))
        yield BUNDLE, self.storage


def write_bundle(directory: Path) -> Path:
    """Join the sources when one of them changed; returns the bundle's path."""
    sources = stylesheets()
    bundle = directory / BUNDLE
    newest = max(path.stat().st_mtime for path in [*sources, SOURCES / "manifest.txt"])
    if not bundle.exists() or bundle.stat().st_mtime < newest:
        bundle.parent.mkdir(parents=True, exist_ok=True)
        bundle.write_text("\n".join(path.read_text() for path in sources))
    return bundle


def stylesheets() -> list[Path]:
    """The sources in order. Raises `FileNotFoundError` when the manifest names a missing file."""
    names = (SOURCES / "manifest.txt").read_text().split()
    return [SOURCES / name for name in names]
