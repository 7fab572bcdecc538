from dataclasses import dataclass

from apps.events.registry import Event


@dataclass(frozen=True, kw_only=True)
class PostEvent(Event):
    post_id: int

    @property
    def keys(self) -> list[str]:
        return [f"post.{self.post_id}"]


@dataclass(frozen=True, kw_only=True)
class PostCreated(PostEvent):
    name = "post.created"


@dataclass(frozen=True, kw_only=True)
class PostEdited(PostEvent):
    name = "post.edited"


@dataclass(frozen=True, kw_only=True)
class PostWithdrawn(PostEvent):
    name = "post.withdrawn"


@dataclass(frozen=True, kw_only=True)
class PostPinned(PostEvent):
    """Pinned to, or taken down from, the top of its space."""

    name = "post.pinned"


@dataclass(frozen=True, kw_only=True)
class PostReacted(PostEvent):
    """A reaction to the post was given, changed or taken back."""

    name = "post.reacted"


@dataclass(frozen=True, kw_only=True)
class CommentEvent(PostEvent):
    comment_id: int

    @property
    def keys(self) -> list[str]:
        return [f"post.{self.post_id}", f"comment.{self.comment_id}"]


@dataclass(frozen=True, kw_only=True)
class CommentCreated(CommentEvent):
    name = "comment.created"


@dataclass(frozen=True, kw_only=True)
class CommentEdited(CommentEvent):
    name = "comment.edited"


@dataclass(frozen=True, kw_only=True)
class CommentWithdrawn(CommentEvent):
    name = "comment.withdrawn"


@dataclass(frozen=True, kw_only=True)
class CommentReacted(CommentEvent):
    name = "comment.reacted"
