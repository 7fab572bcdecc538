"""What a post or comment must be made of to be published."""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _, ngettext

from apps.core.errors import InvalidInput
from apps.core.html import clean_text, from_input, to_text
from apps.posts.mentions import CLAIMS, settle
from apps.spaces.models import Space

# Characters of plain text. A long letter has 20,000; the rest is for pasted logs and tables.
MAX_POST_LENGTH = 60_000
MAX_COMMENT_LENGTH = 20_000
MAX_TITLE_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Words:
    """Safe HTML, its plain text, and the ids of the people named in it, who all may read it."""

    html: str
    text: str
    people: frozenset[int]


def worded(body: str, *, space: Space, at_most: int) -> Words:
    """What is kept of `body` in this space. Raises `InvalidInput("body", …)`."""
    # Sanitising costs time in proportion; markup is at most a few times its text.
    if len(body) > at_most * 5:
        raise InvalidInput("body", _too_long(at_most))
    html, people = settle(from_input(body, claims=CLAIMS), space)
    text = to_text(html)
    if not text:
        raise InvalidInput("body", _("Write something first."))
    if len(text) > at_most:
        raise InvalidInput("body", _too_long(at_most))
    return Words(html, text, people)


def titled(title: str) -> str:
    """One line of plain text. Raises `InvalidInput("title", …)`."""
    line = " ".join(clean_text(title).split())
    if len(line) > MAX_TITLE_LENGTH:
        raise InvalidInput(
            "title",
            ngettext(
                "A title has at most %(count)s character.",
                "A title has at most %(count)s characters.",
                MAX_TITLE_LENGTH,
            )
            % {"count": number_format(MAX_TITLE_LENGTH)},
        )
    return line


def _too_long(at_most: int) -> str:
    return ngettext(
        "This is too long: at most %(count)s character. Your text is kept below; shorten it or "
        "split it.",
        "This is too long: at most %(count)s characters. Your text is kept below; shorten it or "
        "split it.",
        at_most,
    ) % {"count": number_format(at_most, force_grouping=True)}
