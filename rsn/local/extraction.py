"""Find the strings to translate in Python and in templates, without the gettext programs."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.utils.translation import templatize

from rsn.local.places import ROOT

FOLDERS = ("apps", "templates", "rsn")
NOT_TRANSLATED = ROOT / "rsn" / "local"  # tools for developers, in English
KEYWORDS: dict[str, Any] = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
COMMENT_TAGS = ("Translators",)


def sources() -> list[Path]:
    """Return every file that may hold strings to translate, in a stable order."""
    found = [
        path
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".html", ".txt"} and NOT_TRANSLATED not in path.parents
    ]
    return sorted(found)


def template() -> Catalog:
    """Return a catalogue of all strings of the sources, with the files they are in.

    Line numbers are left out: they change with every edit and make every branch conflict.
    """
    catalog = Catalog(charset="utf-8")
    for path in sources():
        name = path.relative_to(ROOT).as_posix()
        for _line, message, comments, context in _messages(path):
            catalog.add(
                message,
                locations=[(name, 0)],
                auto_comments=comments,
                context=context or None,
            )
    return catalog


def _messages(path: Path) -> Iterator[tuple[int, Any, list[str], str | None]]:
    text = path.read_text()
    if path.suffix != ".py":
        text = _as_python(text, path)
    yield from extract(
        "python", BytesIO(text.encode()), keywords=KEYWORDS, comment_tags=COMMENT_TAGS
    )


def _as_python(text: str, path: Path) -> str:
    # What Django gives to xgettext: calls where there were tags, Xs where there was text. Babel
    # reads it as real Python, where a line's indentation would mean something.
    lines = templatize(text, origin=str(path)).splitlines()
    return "# coding: utf-8\n" + "\n".join(line.strip() for line in lines) + "\n"
