"""What is shown of a text that was found: its live rows, with the words that were looked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString

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


def text_hits(rows: Sequence[Candidate], sought: Sought) -> list[TextHit]:
    """In the order given, of texts that passed the rule; what was taken back since is left out.

    Three queries.
    """
    posts = Post.objects.known({row.post_id for row in rows}).with_card().in_bulk()
    comments = (
        Comment.objects.under(posts)
        .standing()
        .with_author()
        .in_bulk([row.comment_id for row in rows if row.comment_id])
    )
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
