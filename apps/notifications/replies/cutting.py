"""Of a mail's text, what its writer wrote: without what they answer to, and without signature."""

import re

from mailparser_reply.parser import EmailMessage as Parsed

LANGUAGES = ["fr", "en"]
# The parser's patterns take minutes with long lines and with thousands of blank ones; no line that
# announces a quotation is long.
MOST_CHARACTERS = 60_000
LONG_LINE = 240

_ASIDE = re.compile("\ue000(\\d+)\ue001")
# "Le mar. 3 mars 2026 à 10:05, Anaïs <" on one line, "rsn@aubrac.example> a écrit :" on the next.
_BROKEN_HEADER = re.compile(
    r"^((?:> ?)*(?:Le|On) [^\n]{5,200})\n(?:> ?)*([^\n]{0,200}(?:a écrit|wrote) ?:)$", re.MULTILINE
)
# Who answers below begins with what they answer to.
_HEADER_ABOVE = re.compile(r"\A(?:Le|On) [^\n]{5,400}(?:a écrit|wrote) ?:\n+(?=>)")
_SIGNATURE = re.compile(r"^(?:-- ?|_{2,}|—)$", re.MULTILINE)
_SENT_FROM = re.compile(
    r"^(?:Sent from (?:my |Outlook)|Get Outlook for |Envoyé (?:depuis|de|à partir de) |"
    r"Télécharge[rz] Outlook |Obtenir Outlook )[^\n]{0,120}\Z",
    re.MULTILINE,
)


def own_words(text: str) -> str:
    """What was written above, below or between quotations; empty where nothing was."""
    text = _HEADER_ABOVE.sub("", _normalised(text[:MOST_CHARACTERS]))
    long_lines: list[str] = []
    first = Parsed(text=_aside(text, long_lines), languages=list(LANGUAGES)).read().replies[0]
    body = first.full_body
    if first.headers and not re.search(r"^>", body, re.MULTILINE):
        # It begins with what is answered, and nothing tells where that ends.
        return ""
    body = "\n".join(line for line in body.split("\n") if not line.startswith(">"))
    body = _SIGNATURE.split(body, maxsplit=1)[0].strip()
    body = _SENT_FROM.sub("", body).strip()
    return _ASIDE.sub(lambda found: long_lines[int(found.group(1))], body)


def _normalised(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub("[\u00a0\u202f\u2007]", " ", text)
    text = re.sub("[\u200b\ue000\ue001]", "", text)
    lines = [line.rstrip() for line in text.split("\n")]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines))
    return _BROKEN_HEADER.sub(r"\1 \2", text).strip()


def _aside(text: str, kept: list[str]) -> str:
    """Long lines give way to a mark, to come back once quotations are cut."""
    lines = []
    for line in text.split("\n"):
        if len(line) > LONG_LINE:
            lines.append(f"{'> ' if line.startswith('>') else ''}\ue000{len(kept)}\ue001")
            kept.append(line)
        else:
            lines.append(line)
    return "\n".join(lines)
