"""What a file is called: as it was sent, without what deceives, hides or leads elsewhere."""

import re
import unicodedata

from apps.core.html import UNSAFE_CHARACTERS
from apps.files.types import Type

LONGEST = 120
# Marks that turn or join text: in a name they serve only to show another one.
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2028\u2029\u2060-\u2064\u00ad\u061c]")
# What one system or another does not take in a name.
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f]')
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}\Z")


def clean_name(given: str, kind: Type) -> str:
    """`"C:\\fakepath\\Plan\u202egnp.exe"` → `"Plangnp.exe.png"` for a picture.

    The last suffix is one of those of what the file is; a program cannot be called a picture, nor
    a picture a page. Without a name, it is called by what it is.
    """
    name = unicodedata.normalize("NFC", re.split(r"[/\\]", given)[-1])
    name = _INVISIBLE.sub("", UNSAFE_CHARACTERS.sub("", name))
    name = " ".join(_FORBIDDEN.sub("_", name).split()).strip(". ")
    suffix = _SUFFIX.search(name)
    stem, ending = (name[: suffix.start()], suffix[0]) if suffix else (name, "")
    if kind.suffixes and ending.lower() not in kind.suffixes:
        stem, ending = name, kind.suffixes[0]
    stem = stem.strip(". ") or "file"
    return _short(stem) + ending


def _short(stem: str) -> str:
    if len(stem) <= LONGEST:
        return stem
    return f"{stem[: LONGEST - 1].rstrip()}…"
