"""Who opens a conversation has read what was told of it (apps/posts/opened.py)."""

from typing import Any

from apps.notifications.actions import mark_conversation_read
from apps.posts.models import Post
from apps.posts.opened import when_opened


@when_opened
def read(user: Any, post: Post) -> None:
    mark_conversation_read(person=user, post=post)
