"""The reading room: posts and answers as they were said, with nothing one could do to them."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from apps.core.pagination import Page
from apps.oversight.models import Access
from apps.oversight.presenters.glass import AccessPage
from apps.posts.models import Post
from apps.posts.presenters.cards import CardContent, card_content
from apps.posts.presenters.threads import ThreadPage, thread_page


@dataclass(frozen=True, slots=True)
class ReadPost:
    card: CardContent
    url: str


@dataclass(frozen=True, slots=True)
class ReadingRoom:
    """`space_name` is said to nobody outside this page."""

    access: AccessPage
    space_name: str
    posts: list[ReadPost]
    more_url: str
    is_first: bool


@dataclass(frozen=True, slots=True)
class ReadingPost:
    access: AccessPage
    space_name: str
    post: ReadPost
    thread: ThreadPage
    more_url: str
    expires_at: datetime | None


def reading_room(
    page: AccessPage, access: Access, found: Page[Post], *, is_first: bool
) -> ReadingRoom:
    """Of posts that `read_posts` gave. No query."""
    return ReadingRoom(
        access=page,
        space_name=access.space.title if access.space else "",
        posts=[_read(access, post) for post in found.items],
        more_url=f"{page.url}?before={found.next_cursor}" if found.next_cursor else "",
        is_first=is_first,
    )


def reading_post(page: AccessPage, access: Access, post: Post, *, after: str = "") -> ReadingPost:
    """Of a post that `read_post` gave, with a page of the answers to it. Two queries."""
    thread = thread_page(post, after=after)
    read = _read(access, post)
    return ReadingPost(
        access=page,
        space_name=access.space.title if access.space else "",
        post=read,
        thread=thread,
        more_url=f"{read.url}{thread.more_url}" if thread.more_url else "",
        expires_at=access.expires_at,
    )


def _read(access: Access, post: Post) -> ReadPost:
    return ReadPost(
        card=card_content(post, []), url=reverse("glass_post", args=[access.pk, post.pk])
    )
