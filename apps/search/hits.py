"""What is shown of a text that was found: its live rows, with the words that were looked for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BooleanField
from django.db.models.expressions import RawSQL
from django.utils.safestring import SafeString

from apps.core.prepared import Prepared
from apps.posts.models import Comment, Post
from apps.profiles.models import User
from apps.search.candidates import Candidate
from apps.search.highlighting import Sought, marked, snippets
from apps.spaces.models import Space


@dataclass(frozen=True, slots=True)
class TextHit:
    """A post, or a comment with its post. `title` is the post's, perhaps empty; both are HTML."""

    kind: str
    post: Post
    comment: Comment | None
    author: User
    space: Space
    said_at: datetime
    title: SafeString
    snippet: SafeString
    url: str


def _these(table: str) -> RawSQL:
    condition = f"{table}.id = ANY ($2)"
    return RawSQL(condition, [], output_field=BooleanField())  # noqa: S611 - our own names


_POSTS: Prepared[Post] = Prepared(
    lambda person: Post.objects.in_readable_spaces(person).filter(_these("posts_post")).with_card(),
    "bigint[]",
)
_COMMENTS: Prepared[Comment] = Prepared(
    lambda person: (
        Comment.objects.in_readable_spaces(person)
        .standing()
        .filter(_these("posts_comment"))
        .with_author()
    ),
    "bigint[]",
)


def posts_by_id(person: Any, post_ids: Iterable[int]) -> list[Post]:
    """Of these posts those that this person reads, with what showing them needs. One query."""
    return _POSTS.rows(person, list(post_ids))


def text_hits(person: Any, rows: Sequence[Candidate], sought: Sought) -> list[TextHit]:
    """In the order given; what was taken back a moment ago is left out. Three queries."""
    posts = {post.pk: post for post in posts_by_id(person, {row.post_id for row in rows})}
    answers = [row.comment_id for row in rows if row.comment_id]
    comments = {comment.pk: comment for comment in _COMMENTS.rows(person, answers)}
    pairs = [
        (posts[row.post_id], comments[row.comment_id] if row.comment_id else None)
        for row in rows
        if row.post_id in posts and (not row.comment_id or row.comment_id in comments)
    ]
    titles = marked([post.title for post, _comment in pairs], sought)
    parts = snippets([(comment or post).text for post, comment in pairs], sought)
    return [_hit(*pair, *html) for pair, *html in zip(pairs, titles, parts, strict=True)]


def _hit(post: Post, comment: Comment | None, title: SafeString, snippet: SafeString) -> TextHit:
    said = comment or post
    return TextHit(
        kind="comment" if comment else "post",
        post=post,
        comment=comment,
        author=said.author,
        space=post.space,
        said_at=said.published_at,
        title=title,
        snippet=snippet,
        url=said.get_absolute_url(),
    )
