"""What a post or comment must be made of to be published."""

from django.utils.translation import gettext as _, ngettext

from apps.core.errors import InvalidInput
from apps.core.html import clean_text, from_input, to_text

# Characters of plain text. A long letter has 20,000; the rest is for pasted logs and tables.
MAX_POST_LENGTH = 60_000
MAX_COMMENT_LENGTH = 20_000
MAX_TITLE_LENGTH = 200


def worded(body: str, *, at_most: int) -> tuple[str, str]:
    """Safe HTML and plain text of `body`. Raises `InvalidInput("body", …)`."""
    # Sanitising costs time in proportion; markup is at most a few times its text.
    if len(body) > at_most * 5:
        raise InvalidInput("body", _too_long(at_most))
    html = from_input(body)
    text = to_text(html)
    if not text:
        raise InvalidInput("body", _("Write something before publishing."))
    if len(text) > at_most:
        raise InvalidInput("body", _too_long(at_most))
    return html, text


def titled(title: str) -> str:
    """One line of plain text. Raises `InvalidInput("title", …)`."""
    line = " ".join(clean_text(title).split())
    if len(line) > MAX_TITLE_LENGTH:
        raise InvalidInput(
            "title",
            ngettext(
                "A title has at most %(count)d character.",
                "A title has at most %(count)d characters.",
                MAX_TITLE_LENGTH,
            )
            % {"count": MAX_TITLE_LENGTH},
        )
    return line


def _too_long(at_most: int) -> str:
    return ngettext(
        "This is too long: at most %(count)d character. Your text is kept below; shorten it or "
        "split it.",
        "This is too long: at most %(count)d characters. Your text is kept below; shorten it or "
        "split it.",
        at_most,
    ) % {"count": at_most}
