"""Text that people write: what HTML is kept, and its plain form."""

import re
from html import unescape

import nh3
from django.utils.html import escape

ALLOWED_TAGS = frozenset(
    "p br strong em s u a ul ol li blockquote code pre h3 h4 hr".split()  # noqa: SIM905
)
BLOCK_TAGS = r"p|br|li|blockquote|pre|h3|h4|hr|ul|ol"
URL_SCHEMES = frozenset({"http", "https", "mailto"})

# Control characters, and the bidirectional overrides that make a text read as what it is not
# (Unicode TR36 §3.2). Marks such as U+200F stay: right-to-left scripts need them.
UNSAFE_CHARACTERS = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]"
)

# Building a tree takes time with the square of its depth; nobody writes lists in fifty levels.
MOST_TAGS = 10_000
DEEPEST = 50

_TAG = re.compile(r"<(/?)(\w+)")
_EMPTY = re.compile(r"<(p|h3|h4|li|blockquote)>(\s|&nbsp;|<br>)*</\1>")


def clean_text(text: str) -> str:
    """One line or paragraph of plain text, without characters that deceive or break."""
    return UNSAFE_CHARACTERS.sub("", text).strip()


def sanitize(html: str, *, claims: frozenset[str] = frozenset()) -> str:
    """The allowed part of `html`, as valid HTML. Scripts and styles go with their content; of
    drawings the words stay, since all that follows one left open counts as its content.

    Of markup beyond all measure only the words are kept. `claims` are attributes of links that
    are left for the caller to judge: whatever value they have, and whoever wrote it.
    """
    if html.count("<") > MOST_TAGS:
        html = from_text(unescape(_without_tags(html)))
    cleaned = _clean(UNSAFE_CHARACTERS.sub("", html), claims)
    if UNSAFE_CHARACTERS.search(cleaned):
        # Written as entities. Without them, a link may now lead elsewhere: it is judged again.
        cleaned = _clean(UNSAFE_CHARACTERS.sub("", cleaned), claims)
    if _depth(cleaned) > DEEPEST:
        cleaned = from_text(to_text(cleaned))
    return re.sub(r"<(/?)h[1256]>", r"<\1h3>", cleaned).strip()


def _clean(html: str, claims: frozenset[str]) -> str:
    return nh3.clean(
        html,
        tags=set(ALLOWED_TAGS),
        clean_content_tags={
            "script",
            "style",
            "template",
            "noscript",
            "iframe",
            "object",
        },
        attributes={"a": {"href", *claims}},
        url_schemes=set(URL_SCHEMES),
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )


def _without_tags(html: str) -> str:
    """The words of any text, in a time that its length alone decides: no tree is built."""
    lines = re.sub(rf"</?(?:{BLOCK_TAGS})\b[^<>]*>", "\n", html)
    return re.sub(r"<[^<>]*>", "", lines)


def _depth(html: str) -> int:
    """How deep the tags of valid HTML stand in one another."""
    depth = deepest = 0
    for closing, name in _TAG.findall(html):
        if name not in {"br", "hr"}:
            depth += -1 if closing else 1
            deepest = max(deepest, depth)
    return deepest


def to_text(html: str) -> str:
    """The plain text of sanitised HTML: a line a block, entities resolved."""
    spaced = re.sub(rf"</?(?:{BLOCK_TAGS})[^>]*>", "\n", html)
    text = unescape(nh3.clean(spaced, tags=set()))
    lines = (re.sub(r"[^\S\n]+", " ", line).strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def from_text(text: str) -> str:
    """Paragraphs from plain text typed without an editor: a blank line separates two."""
    paragraphs = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    return "".join(
        "<p>{}</p>".format(escape(paragraph.strip()).replace("\n", "<br>"))
        for paragraph in paragraphs
        if paragraph.strip()
    )


def looks_like_html(text: str) -> bool:
    return bool(re.search(r"<(?:p|br|ul|ol|blockquote|pre|h3|h4|a|strong|em|div)\b[^<>]*>", text))


def from_input(body: str, *, claims: frozenset[str] = frozenset()) -> str:
    """What a form sent, from the editor (HTML) or a bare textarea (text), as safe HTML.

    `claims` as for `sanitize`.
    """
    is_html = looks_like_html(body)
    html = sanitize(body, claims=claims) if is_html else from_text(clean_text(body))
    while _EMPTY.search(html):
        html = _EMPTY.sub("", html)
    return html
