"""Guests of one post: for who invites them, and what they themselves are shown."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from apps.core.addresses import address
from apps.core.normalise import normalise
from apps.core.pagination import keyset
from apps.posts.models import Guest, Post
from apps.posts.permissions import can_end_guest, can_invite_guest
from apps.profiles.lines import PersonLine, person_line
from apps.profiles.models import User
from apps.spaces.models import Space
from apps.spaces.permissions import standing

CANDIDATES = 8
PAGE_LENGTH = 20
EXCERPT_CHARACTERS = 160


@dataclass(frozen=True, slots=True)
class GuestRow:
    """Somebody this post was given to; `url` ends it, for who `may_end` it."""

    person: PersonLine
    by: str
    since: datetime
    word: str
    url: str
    may_end: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """A colleague who was looked for; `url` is where one confirms."""

    person: PersonLine
    url: str
    reads: bool


@dataclass(frozen=True, slots=True)
class GuestsPage:
    """`chosen` is who would be invited, with `error` when that failed. `url` takes the form."""

    url: str
    about: str
    back_url: str
    guests: list[GuestRow]
    may_invite: bool
    text: str = ""
    candidates: list[Candidate] = field(default_factory=list)
    chosen: PersonLine | None = None
    username: str = ""
    word: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class GivenPage:
    """What a guest is told above the post: who gave it, and what that is."""

    title: str
    by: PersonLine
    sentence: str
    word: str
    since: datetime
    url: str


@dataclass(frozen=True, slots=True)
class GivenRow:
    url: str
    title: str
    excerpt: str
    author: PersonLine
    by: str
    since: datetime


@dataclass(frozen=True, slots=True)
class GivenList:
    rows: list[GivenRow]
    more_url: str


def guests_page(
    user: Any,
    post: Post,
    *,
    text: str = "",
    chosen: User | None = None,
    word: str = "",
    error: str = "",
) -> GuestsPage:
    """The guests of a post that `user` reads as its space does. Six queries, whatever the rows."""
    where = standing(user, post.space)
    known = Guest.objects.visible_to(user).filter(post=post).with_people().order_by("since", "id")
    may_invite = bool(can_invite_guest(where, post.author_id))
    rows = []
    for guest in known:
        guest.post = post
        rows.append(_row(guest, may_end=bool(can_end_guest(where, guest))))
    return GuestsPage(
        url=address("post_guests", post.pk),
        about=about(post),
        back_url=post.get_absolute_url(),
        guests=rows,
        may_invite=may_invite,
        text=text,
        candidates=_candidates(user, post, text) if may_invite and not chosen else [],
        chosen=person_line(chosen) if chosen and may_invite else None,
        username=chosen.username if chosen else "",
        word=word,
        error=error,
    )


def given_page(guest: Guest, post: Post) -> GivenPage:
    """Needs the people loaded, and `post.space`; nothing of the space is said."""
    by = person_line(guest.invited_by)
    return GivenPage(
        title=about(post),
        by=by,
        sentence=_given_sentence(post) % {"name": by.name},
        word=guest.word,
        since=guest.since,
        url=address("post_guest", post.pk, guest.user.username),
    )


def posts_given_to(user: Any, *, after: str = "") -> GivenList:
    """The last given first. One query; raises `Http404` for a cursor that is not ours."""
    mine = Guest.objects.visible_to(user).filter(user=user).with_people()
    mine = mine.select_related("post__author__profile__unit")
    page = keyset(mine, order={"-since": datetime, "-id": int}, cursor=after, limit=PAGE_LENGTH)
    following = f"{address('given')}?{urlencode({'after': page.next_cursor})}"
    return GivenList(
        rows=[_given_row(guest) for guest in page.items],
        more_url=following if page.next_cursor else "",
    )


def about(post: Post) -> str:
    return post.title or Truncator(" ".join(post.text.split())).chars(EXCERPT_CHARACTERS // 2)


def _given_sentence(post: Post) -> str:
    if post.space.kind == Space.Kind.CONFIDENTIAL:
        return _("A post that %(name)s gave you to read, from a confidential space.")
    return _("A post that %(name)s gave you to read; it is not for everybody.")


def _given_row(guest: Guest) -> GivenRow:
    post = guest.post
    return GivenRow(
        url=post.get_absolute_url(),
        title=about(post),
        excerpt=Truncator(" ".join(post.text.split())).chars(EXCERPT_CHARACTERS),
        author=person_line(post.author),
        by=_("Given by %(name)s") % {"name": guest.invited_by.display_name},
        since=guest.since,
    )


def _row(guest: Guest, *, may_end: bool) -> GuestRow:
    return GuestRow(
        person=person_line(guest.user),
        by=_("Invited by %(name)s") % {"name": guest.invited_by.display_name},
        since=guest.since,
        word=guest.word,
        url=address("post_guest", guest.post_id, guest.user.username),
        may_end=may_end,
    )


def _candidates(user: Any, post: Post, text: str) -> list[Candidate]:
    """The first few colleagues whom `text` finds, each marked who reads it already."""
    if not normalise(text):
        return []
    people = list(User.objects.visible_to(user).with_card().matching(text).by_name()[:CANDIDATES])
    reads = set(
        post.readers().filter(pk__in=[person.pk for person in people]).values_list("pk", flat=True)
    )
    return [
        Candidate(
            person=person_line(person),
            url=f"{address('post_guests', post.pk)}?{urlencode({'person': person.username})}",
            reads=person.pk in reads,
        )
        for person in people
    ]
