"""Comments as shown to everyone; what one reader may do with them is in the overlay."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString, mark_safe

from apps.posts.attached import NOTHING, Attached, attached
from apps.posts.models import Attachment, Comment
from apps.posts.presenters.reactions import ReactionCount, reaction_counts
from apps.profiles.lines import PersonLine, person_line


@dataclass(frozen=True, slots=True)
class CommentContent:
    """A withdrawn comment has no author and no words left: only its place."""

    id: int
    post_id: int
    author: PersonLine | None
    html: SafeString
    published_at: datetime
    is_edited: bool
    is_imported: bool
    is_withdrawn: bool
    is_reply: bool
    reactions: list[ReactionCount]
    attached: Attached = NOTHING

    @property
    def mark(self) -> str:
        """The id as the overlay's facts name it: text, never with a thousands separator."""
        return str(self.id)


@dataclass(frozen=True, slots=True)
class ThreadContent:
    """A comment and the answers to it, oldest first."""

    comment: CommentContent
    replies: list[CommentContent]


def comment_contents(comments: Iterable[Comment]) -> list[CommentContent]:
    """Needs `author__profile__unit` loaded (`CommentQuerySet.with_author`). Two queries."""
    comments = list(comments)
    files = _files(comments)
    return [_content(comment, files) for comment in comments]


def comments_by_post(comments: Mapping[int, list[Comment]]) -> dict[int, list[CommentContent]]:
    """The comments of several posts, in two queries for all of them."""
    files = _files([comment for some in comments.values() for comment in some])
    return {pk: [_content(comment, files) for comment in some] for pk, some in comments.items()}


def threads(comments: Iterable[Comment]) -> list[ThreadContent]:
    """Group comments under those they answer; a withdrawn one stays only where answers hang."""
    comments = list(comments)
    files = _files(comments)
    roots: list[Comment] = []
    replies: defaultdict[int, list[Comment]] = defaultdict(list)
    for comment in comments:
        if comment.parent_id is None:
            roots.append(comment)
        elif comment.withdrawn_at is None:
            replies[comment.parent_id].append(comment)
    return [
        ThreadContent(_content(root, files), [_content(it, files) for it in replies[root.pk]])
        for root in roots
        if root.withdrawn_at is None or replies[root.pk]
    ]


def _files(comments: Iterable[Comment]) -> dict[int, Attached]:
    """What stands with each standing comment, by its id."""
    ids = [comment.pk for comment in comments if comment.withdrawn_at is None]
    return {pk: attached(rows) for pk, rows in Attachment.objects.by_comment(ids).items()}


def _content(comment: Comment, files: Mapping[int, Attached]) -> CommentContent:
    gone = comment.withdrawn_at is not None
    return CommentContent(
        id=comment.pk,
        post_id=comment.post_id,
        author=None if gone else person_line(comment.author),
        html=SafeString("") if gone else mark_safe(comment.html),  # noqa: S308 - sanitised on write
        published_at=comment.published_at,
        is_edited=comment.edited_at is not None,
        is_imported=comment.imported_at is not None,
        is_withdrawn=gone,
        is_reply=comment.parent_id is not None,
        reactions=[] if gone else reaction_counts(comment.reaction_counts),
        attached=files.get(comment.pk, NOTHING),
    )
