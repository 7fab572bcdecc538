"""The jump box: where a few letters lead. Everything in it starts at the read rule."""

from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.utils import timezone

from apps.posts.models import Comment, Post
from apps.profiles.models import User
from apps.search import candidates
from apps.search.bounded import TookTooLong
from apps.search.candidates import Asked, Place
from apps.search.commands import Command, commands_for
from apps.search.hits import posts_by_id
from apps.search.likely import likely_people, likely_spaces
from apps.search.query import parse
from apps.search.reach import reach_of
from apps.search.tokens import KINDS, quoted
from apps.search.wanted import wanted
from apps.spaces.models import Space

EACH = 5
LOOKED_BACK = 20


@dataclass(frozen=True, slots=True)
class Jump:
    people: tuple[User, ...] = ()
    spaces: tuple[Space, ...] = ()
    conversations: tuple[Post, ...] = ()
    commands: tuple[Command, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.people or self.spaces or self.conversations or self.commands)


def jump(person: Any, text: str) -> Jump:
    """What `text` may mean; before anything is typed, where this person wrote last."""
    if not (person.is_authenticated and person.is_active):
        return Jump()
    query = parse(text)
    if query.plain.strip():
        return Jump(
            people=tuple(likely_people(person, query.plain, EACH)),
            spaces=tuple(likely_spaces(person, query.plain, EACH)),
            conversations=tuple(_conversations(person, text)),
            commands=tuple(islice(commands_for(person, query.plain), EACH)),
        )
    if text.strip():
        return Jump()
    return Jump(
        conversations=tuple(_where_i_wrote(person)), commands=tuple(commands_for(person, ""))
    )


def _conversations(person: Any, text: str) -> list[Post]:
    """The newest posts with these words."""
    meant = wanted(parse(text))
    if not meant.words:
        return []
    asked = Asked((*meant.conditions, quoted(KINDS["post"])), meant.words, in_a_row=meant.in_a_row)
    try:
        found = candidates.newest(
            person, asked, Place(timezone.now()), reach=reach_of(person), most=EACH
        )
    except TookTooLong:
        return []
    return _posts(person, [row.post_id for row in found.rows])


def _where_i_wrote(person: Any) -> list[Post]:
    """The posts one wrote or answered last, where one still reads."""
    written = Post.objects.filter(author=person).order_by("-published_at")
    answered = Comment.objects.filter(author=person).order_by("-published_at")
    times = [*written.values_list("published_at", "pk")[:EACH]]
    times += answered.values_list("published_at", "post_id")[:LOOKED_BACK]
    latest = dict.fromkeys(post_id for _at, post_id in sorted(times, reverse=True))
    return _posts(person, list(latest))[:EACH]


def _posts(person: Any, post_ids: list[int]) -> list[Post]:
    """In the order given, as far as this person reads them."""
    posts = {post.pk: post for post in posts_by_id(person, post_ids)}
    return [posts[pk] for pk in post_ids if pk in posts]
