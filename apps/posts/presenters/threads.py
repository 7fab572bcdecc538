"""A page of the answers to a post."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from apps.core.pagination import keyset
from apps.posts.models import Comment, Post
from apps.posts.presenters.comments import ThreadContent, threads

THREADS_PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """`live_url` is where this very page can be asked again; `more_url` continues it."""

    post_id: int
    threads: list[ThreadContent]
    authors: dict[int, int]
    live_url: str
    more_url: str
    is_first: bool
    anchor: str
    total: int


def thread_page(post: Post, *, after: str = "") -> ThreadPage:
    """Oldest first, answers under what they answer. Two queries for any number of comments."""
    found = Comment.objects.under([post.pk]).with_author()
    page = keyset(
        found.filter(parent=None),
        order={"published_at": datetime, "id": int},
        cursor=after,
        limit=THREADS_PER_PAGE,
    )
    answers = found.filter(parent__in=[root.pk for root in page.items]).oldest_first()
    comments = [*page.items, *answers]
    url = reverse("comments", args=[post.pk])
    return ThreadPage(
        post_id=post.pk,
        threads=threads(comments),
        authors={c.pk: c.author_id for c in comments if c.withdrawn_at is None},
        live_url=f"{url}?{urlencode({'after': after})}" if after else url,
        more_url=f"?{urlencode({'after': page.next_cursor})}" if page.next_cursor else "",
        is_first=not after,
        anchor=str(page.items[0].pk) if page.items else "none",
        total=post.comments_count,
    )
