"""What is made of other files when it is asked for: one stylesheet, two fonts. No build tool."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage
from rcssmin import cssmin

from apps.core.fonts import FONTS, whole, write_font

SOURCES = Path(settings.BASE_DIR) / "static" / "css"
BUNDLE = "css/rsn.css"


class MadeFilesFinder(BaseFinder):
    """Finds `css/rsn.css`: the files that static/css/manifest.txt names, in that order.

    And `fonts/`: see apps/core/fonts.py.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=settings.ASSETS_ROOT)
        super().__init__(*args, **kwargs)

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path not in MADE:
            return []
        made = MADE[path](Path(self.storage.location))
        return [str(made)] if find_all else str(made)

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        for path, write in MADE.items():
            write(Path(self.storage.location))
            yield path, self.storage


def minified(css: str) -> str:
    """The same rules in fewer bytes.

    Inside a block rcssmin takes ` :` for that of a declaration and drops the space: `.field :is(a)`
    would become `.field:is(a)`, another selector. `*` says the descendant in so many words.
    """
    return str(cssmin(re.sub(r"(?<=[\w&)\]]) (?=:)", " *", css)))


def write_bundle(directory: Path) -> Path:
    """Join the sources, without what only people read, when one of them changed; its path."""
    sources = stylesheets()
    bundle = directory / BUNDLE
    made_from = [*sources, SOURCES / "manifest.txt", Path(__file__)]
    newest = max(path.stat().st_mtime for path in made_from)
    if not bundle.exists() or bundle.stat().st_mtime < newest:
        with whole(bundle) as unfinished:
            unfinished.write_text(minified("\n".join(path.read_text() for path in sources)))
    return bundle


def stylesheets() -> list[Path]:
    """The sources in order. Raises `FileNotFoundError` when the manifest names a missing file."""
    names = (SOURCES / "manifest.txt").read_text().split()
    return [SOURCES / name for name in names]


MADE: dict[str, Callable[[Path], Path]] = {
    BUNDLE: write_bundle,
    **{name: partial(write_font, name=name) for name in FONTS},
}
