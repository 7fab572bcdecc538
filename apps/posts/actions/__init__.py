from apps.posts.actions.comments import create_comment, edit_comment, withdraw_comment
from apps.posts.actions.drafts import (
    edit_draft,
    keep_draft,
    publish_draft,
    publish_due_draft,
    throw_draft_away,
    write_post,
)
from apps.posts.actions.posts import create_post, edit_post, pin_post, unpin_post, withdraw_post
from apps.posts.actions.reactions import react, take_back_reaction

__all__ = [
    "create_comment",
    "create_post",
    "edit_comment",
    "edit_draft",
    "edit_post",
    "keep_draft",
    "pin_post",
    "publish_draft",
    "publish_due_draft",
    "react",
    "take_back_reaction",
    "throw_draft_away",
    "unpin_post",
    "withdraw_comment",
    "withdraw_post",
    "write_post",
]
