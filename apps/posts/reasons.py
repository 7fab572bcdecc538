"""Why people read a post, in words: the ways of its space, unless it is kept apart; and its guests.

Said from the same rows that `Post.visible_to` asks; tests/access/test_readers.py holds it to who
really gets in.
"""

from enum import StrEnum

from django.db.models import Q
from django.utils.translation import gettext as _, ngettext

from apps.posts.audience import day_of
from apps.posts.models import Post
from apps.spaces.models import Circle, Exclusion
from apps.spaces.reasons import Reason, grouped, space_reasons


class Branch(StrEnum):
    """The ways of `Post.visible_to` besides those of the space."""

    CIRCLE = "circle"
    AUTHOR = "author"
    GUESTS = "guests"


def post_reasons(post: Post) -> list[Reason]:
    """The ways in which this post is read now. Five queries at most, whatever the readers."""
    found = space_reasons(post.space) if post.circle is None else _kept_apart(post, post.circle)
    guests = post.readers().filter(given_posts__post=post).count()
    return [*found, _guests(guests)] if guests else found


def _kept_apart(post: Post, circle: Circle) -> list[Reason]:
    out = Exclusion.objects.in_force().filter(space=post.space_id).values("user")
    of_then = Q(circles__circle=circle) | Q(groups__in=circle.units.values("group"))
    of_then &= ~Q(pk__in=out)
    people = post.space.readers().filter(of_then).distinct().count()
    found = [_circle(circle, people)] if people else []
    writes = post.space.readers().filter(pk=post.author_id)
    if writes.exclude(pk__in=writes.filter(of_then).values("pk")).exists():
        found.append(Reason(Branch.AUTHOR, "pen", _("Who wrote it."), 1))
    return found


def _circle(circle: Circle, count: int) -> Reason:
    if circle.units.exists():
        text = ngettext(
            "%(count)s person: who read this space before it was opened, on %(day)s, and still "
            "does, and whoever is of a unit that did. Who joins such a unit begins to read.",
            "%(count)s people: those who read this space before it was opened, on %(day)s, and "
            "still do, and whoever is of a unit that did. Who joins such a unit begins to read.",
            count,
        )
    else:
        text = ngettext(
            "%(count)s person who read this space before it was opened, on %(day)s, and still "
            "does.",
            "%(count)s people who read this space before it was opened, on %(day)s, and still do.",
            count,
        )
    said = {"day": day_of(circle.made_at), "count": grouped(count)}
    return Reason(Branch.CIRCLE, "clock", text % said, count)


def _guests(count: int) -> Reason:
    text = ngettext(
        "%(count)s person invited to read this post, who sees nothing else of the space.",
        "%(count)s people invited to read this post, who see nothing else of the space.",
        count,
    ) % {"count": grouped(count)}
    return Reason(Branch.GUESTS, "person", text, count)
