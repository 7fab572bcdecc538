"""What a file is, by what is in it. Its name and what the sender says of it are not asked."""

import re
from typing import BinaryIO

import puremagic

from apps.files.types import HTML, SVG, TEXT, TYPES, UNKNOWN, XML, Type, type_of

HEAD = 64 * 1024

_ALIASES = {
    "audio/wave": "audio/wav",
    "audio/x-wav": "audio/wav",
    "application/ogg": "audio/ogg",
    "image/x-ms-bmp": "image/bmp",
    "application/x-gzip": "application/gzip",
    "application/xhtml+xml": "text/html",
}
# A signature that the library knows by its suffix only.
_SUFFIXES = {".m4a": "audio/mp4", ".tar": "application/x-tar", ".jfif": "image/jpeg"}
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa")
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_IN_OFFICE = {
    b"word/": "wordprocessingml.document",
    b"xl/": "spreadsheetml.sheet",
    b"ppt/": "presentationml.presentation",
}
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|script|iframe|style|title|a|p|div|img|table|meta|link)\b",
    re.IGNORECASE,
)


def sniff(stream: BinaryIO) -> Type:
    """Read the beginning of `stream`, which is then at its beginning again."""
    stream.seek(0)
    head = stream.read(HEAD)
    stream.seek(0)
    return sniff_head(head)


def sniff_head(head: bytes) -> Type:
    if head.startswith(_PROGRAMS):
        return UNKNOWN
    if head.startswith(b"PK\x03\x04"):
        return _in_zip(head)
    if head.startswith(_OLE):
        return type_of("application/msword")
    if not _CONTROL.search(head):
        return _text(head)
    return _by_signature(head)


def _by_signature(head: bytes) -> Type:
    try:
        guesses = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return UNKNOWN
    # Of equal length: which one it is, our own order says.
    best = max((guess.confidence for guess in guesses), default=0)
    mimes = {_mime(guess) for guess in guesses if guess.confidence >= best}
    return next((known for known in TYPES if known.mime in mimes), UNKNOWN)


def _mime(guess: puremagic.PureMagicWithConfidence) -> str:
    mime = guess.mime_type or _SUFFIXES.get(guess.extension, "")
    return _ALIASES.get(mime, mime)


def _in_zip(head: bytes) -> Type:
    """By the first names in it: enough to call it what it is, whatever else it holds."""
    name_length = int.from_bytes(head[26:28], "little")
    if head[30 : 30 + name_length] == b"mimetype":
        said = re.match(rb"[\w.+/-]+", head[38:138])
        known = type_of(said[0].partition(b"PK")[0].decode()) if said else UNKNOWN
        return known if known is not UNKNOWN else type_of("application/zip")
    if b"[Content_Types].xml" in head:
        for folder, name in _IN_OFFICE.items():
            if folder in head:
                return type_of(f"application/vnd.openxmlformats-officedocument.{name}")
    return type_of("application/zip")


def _text(head: bytes) -> Type:
    """Text, and what a browser would make of it if it were allowed to."""
    if not head:
        return UNKNOWN
    if head.startswith(b"%PDF-"):
        return type_of("application/pdf")
    if head.startswith(b"{\\rtf"):
        return type_of("application/rtf")
    start = head[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"<svg" in start.lower():
        return SVG
    if _MARKUP.search(start):
        return HTML
    return XML if start.startswith(b"<?xml") else TEXT
