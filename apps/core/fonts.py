"""The letters most pages are made of, out of a package's fonts: a third of the bytes."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from fontTools import subset

# Latin with every accent in use, punctuation, currencies, arrows, and the signs of sums.
LETTERS = (
    "0-24F,259,300-301,303-304,308-309,323,329,1E00-1EFF,2000-206F,20A0-20C0,2113,2122,"
    "2190-2193,2212,2248,2260,2264-2265,FEFF,FFFD"
)
FEATURES = ["kern", "calt", "ccmp", "locl", "mark", "mkmk", "ss03", "tnum"]
FONTS = {
    "fonts/inter-400.woff2": "Inter-Regular.woff2",
    "fonts/inter-600.woff2": "Inter-SemiBold.woff2",
}


def write_font(directory: Path, name: str) -> Path:
    """Cut `name`, one of `FONTS`, when the package's is newer; returns its path."""
    source, target = packaged(FONTS[name]), directory / name
    if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
        return target
    options = subset.Options(flavor="woff2", layout_features=FEATURES)
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=subset.parse_unicodes(LETTERS))
    cutter.subset(font)
    with whole(target) as unfinished:
        subset.save_font(font, str(unfinished), options)
    return target


@contextmanager
def whole(target: Path) -> Iterator[Path]:
    """Where to write what becomes `target` at once, since another process may be reading."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(f".{os.getpid()}")
    yield unfinished
    unfinished.replace(target)


def packaged(name: str) -> Path:
    """Where django-unfold has this file of Inter."""
    package = find_spec("unfold")
    assert package is not None  # noqa: S101 - it is among our dependencies
    assert package.origin is not None  # noqa: S101
    return Path(package.origin).parent / "static/unfold/fonts/inter" / name
