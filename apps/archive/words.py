"""Posts, comments and reactions of an archive."""

from typing import Any

from apps.archive import counts
from apps.archive.format import BrokenLine, CommentLine, PostLine, ReactionLine
from apps.archive.ids import Ids, Run
from apps.archive.markup import adapt
from apps.archive.report import Report
from apps.core.html import clean_text, sanitize, to_text
from apps.posts.models import Comment, CommentReaction, Post, PostReaction


class Posts:
    def __init__(self, run: Run, ids: Ids) -> None:
        self._run = run
        self._ids = ids
        self._new: list[Post] = []

    def take(self, line: PostLine, report: Report) -> None:
        if self._ids.is_known("post", line.id):
            report.already_here["post"] += 1
            return
        html = sanitize(adapt(line.html))
        post = Post(
            space=self._ids.get("space", line.space),
            author=self._ids.get("user", line.author),
            title=" ".join(clean_text(line.title).split()),
            html=html,
            text=to_text(html),
            published_at=line.created_at,
            edited_at=line.edited_at,
            pinned_at=line.pinned_at,
            imported_at=self._run.imported_at,
        )
        if not (post.text or post.title):
            raise BrokenLine("it has no words, or only a picture")
        self._new.append(post)
        self._ids.define("post", line.id, post)
        report.written["post"] += 1

    def save(self) -> None:
        Post.objects.bulk_create(self._new, batch_size=500)

    @property
    def ids(self) -> list[int]:
        """Of what was saved."""
        return [post.pk for post in self._new]


class Comments:
    def __init__(self, run: Run, ids: Ids) -> None:
        self._run = run
        self._ids = ids
        self._new: list[Comment] = []

    def take(self, line: CommentLine, report: Report) -> None:
        if self._ids.is_known("comment", line.id):
            report.already_here["comment"] += 1
            return
        html = sanitize(adapt(line.html))
        comment = Comment(
            post=self._ids.get("post", line.post),
            author=self._ids.get("user", line.author),
            parent=None,
            html=html,
            text=to_text(html),
            published_at=line.created_at,
            edited_at=line.edited_at,
            withdrawn_at=line.withdrawn_at,
            imported_at=self._run.imported_at,
        )
        if line.parent:
            comment.parent = self._top(line, comment.post)
        if not (comment.text or comment.withdrawn_at):
            raise BrokenLine("it has no words, or only a picture")
        self._new.append(comment)
        self._ids.define("comment", line.id, comment)
        report.written["comment"] += 1

    def save(self) -> set[int]:
        """Returns the posts that were answered."""
        Comment.objects.bulk_create([c for c in self._new if c.parent is None], batch_size=1000)
        Comment.objects.bulk_create([c for c in self._new if c.parent is not None], batch_size=1000)
        return {comment.post_id for comment in self._new}

    @property
    def ids(self) -> list[int]:
        """Of what was saved."""
        return [comment.pk for comment in self._new]

    def _top(self, line: CommentLine, post: Post) -> Comment:
        """One level: an answer to an answer joins the same level."""
        parent: Comment = self._ids.get("comment", line.parent)
        if parent.pk is None:
            is_under_post, top = parent.post is post, parent.parent
        else:
            is_under_post = parent.post_id == post.pk
            top = Comment(pk=parent.parent_id) if parent.parent_id else None
        if not is_under_post:
            raise BrokenLine("it answers a comment of another post")
        return top or parent


class Reactions:
    """One a person and object; what another network allows beyond that is left out."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self._to_posts: list[PostReaction] = []
        self._to_comments: list[CommentReaction] = []

    def take(self, line: ReactionLine, _report: Report) -> None:
        given: dict[str, Any] = {
            "user": self._ids.get("user", line.user),
            "kind": line.reaction,
            "reacted_at": line.created_at,
        }
        if line.comment:
            comment = self._ids.get("comment", line.comment)
            self._to_comments.append(CommentReaction(comment=comment, **given))
        else:
            post = self._ids.get("post", line.post)
            self._to_posts.append(PostReaction(post=post, **given))

    def save(self, report: Report) -> tuple[set[int], set[int]]:
        """Returns the posts and the comments that were reacted to."""
        posts = _save_new(PostReaction, self._to_posts, report)
        comments = _save_new(CommentReaction, self._to_comments, report)
        return posts, comments


def recount(posts: set[int], reacted_posts: set[int], reacted_comments: set[int]) -> None:
    """Make the counts on these rows equal the rows they count."""
    counts.recount_comments(posts)
    counts.recount_reactions(PostReaction, reacted_posts)
    counts.recount_reactions(CommentReaction, reacted_comments)
    counts.renew_cards_of(reacted_comments)


def _save_new(model: Any, wanted: list[Any], report: Report) -> set[int]:
    target = model.TARGET
    pairs = {(getattr(r, target).pk, r.user.pk): r for r in reversed(wanted)}
    existing = set(
        model.objects.filter(
            **{f"{target}__in": {pk for pk, _ in pairs}}, user__in={user for _, user in pairs}
        ).values_list(f"{target}_id", "user_id")
    ) if pairs else set()  # fmt: skip
    new = [reaction for pair, reaction in pairs.items() if pair not in existing]
    model.objects.bulk_create(new, batch_size=2000)
    report.written["reaction"] += len(new)
    report.already_here["reaction"] += len(wanted) - len(new)
    return {getattr(reaction, f"{target}_id") for reaction in new}
