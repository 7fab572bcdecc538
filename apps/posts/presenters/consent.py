"""What was said before a space was opened: what waits, and what one decides about one's own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.text import Truncator

from apps.core.pagination import Page, keyset
from apps.posts.models import Comment, Consent, Post
from apps.profiles.lines import PersonLine, person_line
from apps.spaces.models import Space
from apps.spaces.presenters import SpaceHeader, space_header

PAGE_LENGTH = 30
EXCERPT = 140
BY_TIME: dict[str, type] = {"-published_at": datetime, "-id": int}


@dataclass(frozen=True, slots=True)
class Waiting:
    """Above a space that was opened. `mine`: conversations in which one's own word is missing."""

    count: int
    mine: int
    url: str


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """A conversation one wrote in. `missing`: how many others have not agreed."""

    id: int
    url: str
    consent_url: str
    title: str
    excerpt: str
    author: PersonLine
    published_at: datetime
    is_own_post: bool
    has_agreed: bool
    missing: int


@dataclass(frozen=True, slots=True)
class ConsentPage:
    """`undecided` counts the conversations one has not agreed to open."""

    space: SpaceHeader
    url: str
    rows: list[ConsentRow]
    more_url: str
    undecided: int
    waiting: int


def waiting_in(user: Any, space: Space) -> Waiting | None:
    """None where nothing waits. One query, two for who reads some of it."""
    count = Post.objects.within(space).filter(circle__space=space).count()
    if not count:
        return None
    return Waiting(count, _undecided(user, space), reverse("space_consent", args=[space.slug]))


def consent_page(user: Any, space: Space, *, after: str = "") -> ConsentPage:
    """What `user`, who reads the space, wrote in it before. Constant queries."""
    page = keyset(_mine(user, space).with_card(), order=BY_TIME, cursor=after, limit=PAGE_LENGTH)
    url = reverse("space_consent", args=[space.slug])
    return ConsentPage(
        space=space_header(user, space),
        url=url,
        rows=_rows(user, page),
        more_url=f"{url}?after={page.next_cursor}" if page.next_cursor else "",
        undecided=_undecided(user, space),
        waiting=Post.objects.within(space).filter(circle__space=space).count(),
    )


def _mine(user: Any, space: Space):  # type: ignore[no-untyped-def]
    """Conversations kept apart here in which this person wrote, and which they read."""
    said = Comment.objects.visible_to(user).filter(
        post=OuterRef("pk"), author=user, withdrawn_at=None
    )
    kept = Post.objects.in_readable_spaces(user).filter(space=space, circle__isnull=False)
    return kept.filter(Q(author=user) | Exists(said))


def _undecided(user: Any, space: Space) -> int:
    agreed = Consent.objects.visible_to(user).filter(post=OuterRef("pk"), person=user)
    return int(_mine(user, space).exclude(Exists(agreed)).count())


def _rows(user: Any, page: Page[Post]) -> list[ConsentRow]:
    ids = [post.pk for post in page.items]
    missing = _missing(page.items)
    mine = Consent.objects.visible_to(user).filter(post__in=ids, person=user)
    agreed = set(mine.values_list("post_id", flat=True))
    return [
        ConsentRow(
            id=post.pk,
            url=post.get_absolute_url(),
            consent_url=reverse("post_consent", args=[post.pk]),
            title=post.title,
            excerpt=Truncator(" ".join(post.text.split())).chars(EXCERPT),
            author=person_line(post.author),
            published_at=post.published_at,
            is_own_post=post.author_id == user.pk,
            has_agreed=post.pk in agreed,
            missing=missing[post.pk] - (post.pk not in agreed),
        )
        for post in page.items
    ]


def _missing(posts: Iterable[Post]) -> dict[int, int]:
    """By post, how many of those who wrote there have not agreed. Two queries."""
    writers = {post.pk: {post.author_id} for post in posts}
    said = Comment.objects.under(writers).standing().order_by()
    for post_id, author_id in said.values_list("post_id", "author_id").distinct():
        writers[post_id].add(author_id)
    for post_id, person_id in Consent.objects.under(writers).values_list("post_id", "person_id"):
        writers[post_id].discard(person_id)
    return {post_id: len(people) for post_id, people in writers.items()}
