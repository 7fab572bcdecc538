"""A page of a feed: cards in order, how to go on, what is new."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.safestring import SafeString

from apps.core.pagination import Page


@dataclass(frozen=True, slots=True)
class FeedPage:
    """The browser counts what is new in `live_spaces` (ids), or everywhere for `live_list`.

    Both are empty further down, where nothing new can appear.
    """

    cards: list[SafeString]
    more_url: str
    is_first: bool
    live_list: str = ""
    live_spaces: str = ""


def feed_page(
    cards: list[SafeString],
    page: Page[Any],
    *,
    cursor: str,
    live_list: str = "",
    live_spaces: str = "",
) -> FeedPage:
    """`cursor` is the one this page was asked with; the first page has none and is live."""
    more = f"?{urlencode({'before': page.next_cursor})}" if page.next_cursor else ""
    if cursor:
        return FeedPage(cards, more, is_first=False)
    return FeedPage(cards, more, is_first=True, live_list=live_list, live_spaces=live_spaces)
