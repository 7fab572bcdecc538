"""A mail somebody sent us, read without believing it: who, what, and whether a program wrote it."""

import re
from codecs import lookup
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.header import decode_header
from email.message import Message
from hashlib import blake2b
from html import unescape

import nh3

from apps.core.html import MOST_TAGS, to_text
from apps.notifications.replies.cutting import own_words

# Words come first and are short; what is attached behind them is not taken, nor looked at.
MOST_READ = 2_000_000
MOST_HTML = 400_000
MOST_PARTS = 200
# What people's programs write; names such as `unicode_escape` or `zip` are for other uses.
CHARSETS = re.compile(
    r"^(ascii|utf-(8|16|32)(-[bl]e)?|iso8859-\d+|cp(125\d|437|85\d|932|936|949|950)|koi8-[ru]|"
    r"gb(2312|k|18030)|big5(hkscs)?|shift_jis|euc_(jp|kr)|iso2022_(jp|kr)(_\d)?|mac-roman)$"
)
_QUOTED_NAME = re.compile(r'^\s*"(?:[^"\\]|\\.)*"\s*(?=<)')
_ONE_ADDRESS = re.compile(r"^[^<>@,;]*<([^<>@\s,;]+@[^<>@\s,;]+)>\s*$|^([^<>@\s,;]+@[^<>@\s,;]+)$")
_LISTS = ("bulk", "junk", "list", "auto_reply")


@dataclass(frozen=True, slots=True)
class Incoming:
    """`sender` is the one address of "From", in small letters, or empty. `text` is what its writer
    wrote, without quotations. `identity` is the same when the same mail comes again."""

    sender: str
    text: str
    identity: str
    is_automatic: bool
    has_attachments: bool
    results: tuple[str, ...]


def read_mail(raw: bytes) -> Incoming:
    """Never raises, whatever the bytes are."""
    message = message_from_bytes(raw[:MOST_READ], policy=policy.compat32)
    text, has_attachments = _text_of(message)
    return Incoming(
        sender=_sender(message),
        text=own_words(text),
        identity=_identity(message, raw),
        is_automatic=_is_automatic(message),
        has_attachments=has_attachments,
        results=tuple(_header(value) for value in message.get_all("Authentication-Results", [])),
    )


def _sender(message: Message) -> str:
    """Of several senders none is: one person answers."""
    headers = message.get_all("From", [])
    if len(headers) != 1:
        return ""
    line = _QUOTED_NAME.sub("", " ".join(_header(headers[0]).split()))
    found = _ONE_ADDRESS.match(line.strip())
    return (found.group(1) or found.group(2)).lower() if found else ""


def _identity(message: Message, raw: bytes) -> str:
    given = "".join(_header(message.get("Message-ID", "")).split())
    return given[:500] or blake2b(raw, digest_size=16).hexdigest()


def _is_automatic(message: Message) -> bool:
    """Out-of-office answers, lists, returned mails: what must not be answered (RFC 3834)."""

    def said(name: str) -> str:
        return _header(message.get(name, "")).strip().lower()

    if said("Auto-Submitted") not in ("", "no") or said("Precedence") in _LISTS:
        return True
    if any(message.get(name) for name in ("X-Autoreply", "X-Autorespond", "List-Id")):
        return True
    return message.get_content_type() == "multipart/report" or said("Return-Path") == "<>"


def _text_of(message: Message) -> tuple[str, bool]:
    """The first plain text, or else the first HTML as text; and whether there is anything else."""
    plain = html = ""
    has_others = False
    for number, part in enumerate(message.walk()):
        if number > MOST_PARTS:
            break
        if part.is_multipart():
            continue
        kind, is_file = part.get_content_type(), bool(part.get_filename())
        if kind == "text/plain" and not is_file and not plain:
            plain = _decoded(part)
        elif kind == "text/html" and not is_file and not html:
            html = _decoded(part)
        else:
            has_others = has_others or _is_attached(part)
    return (plain if plain.strip() else _html_as_text(html)), has_others


def _is_attached(part: Message) -> bool:
    """A file somebody added; a picture of their signature is not."""
    return part.get_content_disposition() == "attachment" or bool(
        part.get_filename() and not part.get("Content-ID")
    )


def _html_as_text(html: str) -> str:
    """Words of HTML; quotations go with their content."""
    html = html[:MOST_HTML]
    if html.count("<") > MOST_TAGS:
        return unescape(re.sub(r"<[^<>]*>", "\n", html))
    cleaned = nh3.clean(
        html,
        tags={"p", "br", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "tr", "pre", "hr"},
        clean_content_tags={"script", "style", "blockquote", "title", "head", "template"},
        attributes={},
    )
    return to_text(re.sub(r"</?(?:div|tr|h1|h2)>", "<br>", cleaned))


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    for name in (_charset(part), "utf-8", "cp1252"):
        try:
            return payload.decode(name)
        except (LookupError, ValueError):
            continue
    return payload.decode("cp1252", errors="replace")


def _charset(part: Message) -> str:
    """The charset a part says it has, if it is one; else UTF-8 is tried."""
    try:
        name = lookup(str(part.get_content_charset() or "")).name
    except (LookupError, ValueError):
        return "utf-8"
    return name if CHARSETS.match(name) else "utf-8"


def _header(value: object) -> str:
    """A header's text, whatever it was written in."""
    try:
        parts = decode_header(str(value))
    except Exception:  # of many kinds, for headers that are not
        return str(value)
    text = []
    for words, charset in parts:
        if isinstance(words, str):
            text.append(words)
            continue
        try:
            text.append(words.decode(charset or "ascii", errors="replace"))
        except (LookupError, ValueError):
            text.append(words.decode("utf-8", errors="replace"))
    return "".join(text)
