"""Other networks' markup, brought to what our sanitiser keeps, so that no words are lost.

Not a safety measure: whatever comes out goes through `apps.core.html.sanitize`.
"""

import re
from html import unescape
from urllib.parse import urlsplit

from django.utils.html import escape

_NEEDS_WORK = re.compile(r"<(?:img|table|tr|t[dh]|del|strike|h[1256]|div|b|i|span class=\"katex)\b")
_FORMULA = re.compile(
    r'<span class="katex-mathml"><math\b.*?<annotation encoding="application/x-tex">(.*?)'
    r"</annotation></semantics></math></span>",
    re.DOTALL,
)
_FORMULA_GLYPHS = '<span class="katex-html"'
_IMAGE = re.compile(r"<img\b([^>]*)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r'\b(alt|src|title)\s*=\s*"([^"]*)"', re.IGNORECASE)
_BLOCK = re.compile(r"<(?:p|pre|ul|ol|blockquote|h[1-6]|div|table)\b")
_RENAMED = {
    "del": "s", "strike": "s", "b": "strong", "i": "em",
    "h1": "h3", "h2": "h3", "h5": "h4", "h6": "h4",
}  # fmt: skip
_RENAME = re.compile(r"<(/?)(del|strike|b|i|h[1256])\b[^>]*>")
_ROW = re.compile(r"<tr\b[^>]*>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<t[dh]\b[^>]*>(.*?)</t[dh]>", re.DOTALL)
_TABLE_PARTS = re.compile(r"</?(?:table|thead|tbody|tfoot)\b[^>]*>")
_BARE_DIV = re.compile(r"<div\b[^>]*>((?:(?!</?div\b).)*)</div>", re.DOTALL)


def adapt(html: str) -> str:
    """`html` with formulas as code, pictures as links, tables as lines, headings of our levels."""
    if not _NEEDS_WORK.search(html):
        return html
    html = _without_glyphs(_FORMULA.sub(r"<code>\1</code>", html))
    html = _IMAGE.sub(_picture, html)
    html = _ROW.sub(_table_row, html)
    html = _TABLE_PARTS.sub("", html)
    html = _BARE_DIV.sub(_paragraph, html)
    return _RENAME.sub(lambda tag: f"<{tag[1]}{_RENAMED[tag[2]]}>", html)


def _without_glyphs(html: str) -> str:
    """Drop the drawn copy of each formula: hundreds of nested spans that read as soup."""
    kept, position = [], 0
    while (start := html.find(_FORMULA_GLYPHS, position)) >= 0:
        kept.append(html[position:start])
        position = _end_of_span(html, start)
    kept.append(html[position:])
    return "".join(kept)


def _end_of_span(html: str, start: int) -> int:
    depth = 0
    for tag in re.compile(r"<(/?)span\b[^>]*>").finditer(html, start):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return tag.end()
    return len(html)


def _picture(tag: re.Match[str]) -> str:
    """Its words, as a link to where it lies when that is an address on the web."""
    found = {name.lower(): unescape(value) for name, value in _ATTRIBUTE.findall(tag[1])}
    source = found.get("src", "")
    words = found.get("alt") or found.get("title") or _file_name(source) or "…"
    # Inside a link already, an emoji or a thumbnail is only its words.
    if not source.startswith(("https://", "http://")) or re.fullmatch(r":\w+:", words):
        return escape(words)
    if _is_inside_link(tag):
        return escape(words)
    return f'<a href="{escape(source)}">{escape(words)}</a>'


def _is_inside_link(tag: re.Match[str]) -> bool:
    before = tag.string[: tag.start()]
    return before.rfind("<a ") > before.rfind("</a>")


def _file_name(address: str) -> str:
    try:
        return urlsplit(address).path.rsplit("/", 1)[-1][-60:]
    except ValueError:
        return ""


def _table_row(row: re.Match[str]) -> str:
    cells = (re.sub(r"</?p\b[^>]*>", "", cell).strip() for cell in _CELL.findall(row[1]))
    return f"<p>{' | '.join(cells)}</p>"


def _paragraph(div: re.Match[str]) -> str:
    """A division of bare text is a paragraph; one around blocks is nothing."""
    inner = div[1]
    return inner if not inner.strip() or _BLOCK.search(inner) else f"<p>{inner}</p>"
