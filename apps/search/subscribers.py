"""What the index does when people write, change their words, or take them back."""

from apps.events.registry import Delivery, subscribe
from apps.posts.events import (
    AuthorAnonymised,
    CommentCreated,
    CommentEdited,
    CommentWithdrawn,
    PostCreated,
    PostEdited,
    PostWithdrawn,
)
from apps.search.tasks import index_comment, index_post, index_space
from apps.spaces.events import SpaceKindChanged


@subscribe(PostCreated, PostEdited, PostWithdrawn)
def post_changed(delivery: Delivery) -> None:
    index_post.delay(delivery.event.post_id)  # type: ignore[attr-defined]


@subscribe(CommentCreated, CommentEdited, CommentWithdrawn)
def comment_changed(delivery: Delivery) -> None:
    index_comment.delay(delivery.event.comment_id)  # type: ignore[attr-defined]


@subscribe(SpaceKindChanged, AuthorAnonymised)
def readers_changed(delivery: Delivery) -> None:
    index_space.delay(delivery.event.space_id)
