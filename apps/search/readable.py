"""The rule, asked of the live rows: which of these texts a person reads now, and nobody took back.

Nothing that is found comes out without having passed here.
"""

from collections.abc import Callable, Sequence
from typing import Any

from apps.core.prepared import Prepared, Statement
from apps.posts.models import Comment, Post

# By position in what was asked: the space and the author, where the text is readable.
Readable = dict[int, tuple[int, int]]
# Of ids of posts, and of comments or None.
Check = Callable[[Sequence[int], Sequence[int | None]], Readable]

_READABLE = """
    SELECT given.number, post.space_id, coalesce(comment.author_id, post.author_id)
    FROM unnest($2, $3) WITH ORDINALITY AS given (post_id, comment_id, number)
    JOIN ({posts}) post ON post.id = given.post_id
    LEFT JOIN ({standing}) comment ON comment.id = given.comment_id
    WHERE given.comment_id IS NULL OR comment.id IS NOT NULL
"""
_TYPES = ("bigint", "bigint[]", "bigint[]")


def columns_of(posts: Any) -> Any:
    """What is asked of each post."""
    return posts.order_by().values_list("id", "space_id", "author_id")


def statement(posts: Callable[[], str]) -> Statement:
    """The question about the posts of this SQL."""
    standing = Comment.objects.standing().order_by().values_list("id", "author_id")
    return Statement(
        "readable_texts",
        lambda: _READABLE.format(posts=posts(), standing=standing.query),
        *_TYPES,
    )


_POSTS: Prepared[Post] = Prepared(
    lambda person: columns_of(Post.objects.in_readable_spaces(person))
)
_STATEMENT = statement(lambda: _POSTS.text)


def readable_by(person: Any) -> Check:
    """One query a question."""
    if not (person.is_authenticated and person.is_active):
        return lambda post_ids, comment_ids: {}
    return asking(_STATEMENT, person.pk)


def asking(question: Statement, pk: int) -> Check:
    def check(post_ids: Sequence[int], comment_ids: Sequence[int | None]) -> Readable:
        rows = question.rows(pk, list(post_ids), list(comment_ids))
        return {number - 1: (space_id, author_id) for number, space_id, author_id in rows}

    return check
