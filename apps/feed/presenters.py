"""A page of a feed: cards in order, how to go on, what is new."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.safestring import SafeString

from apps.core.pagination import Page
from apps.feed.sources import FeedRow
from apps.posts.presenters import CardRef


@dataclass(frozen=True, slots=True)
class FeedPage:
    """`live_list` is the name under which the browser counts what is new; empty further down."""

    cards: list[SafeString]
    more_url: str
    is_first: bool
    live_list: str


def refs_of(page: Page[FeedRow]) -> list[CardRef]:
    return [row.ref for row in page.items]


def unread_of(page: Page[FeedRow]) -> frozenset[int]:
    return frozenset(row.ref.id for row in page.items if row.is_unread)


def feed_page(cards: list[SafeString], page: Page[Any], *, cursor: str, live_list: str) -> FeedPage:
    more = f"?{urlencode({'before': page.next_cursor})}" if page.next_cursor else ""
    return FeedPage(cards, more, is_first=not cursor, live_list="" if cursor else live_list)
