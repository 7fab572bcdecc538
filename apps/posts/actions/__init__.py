from apps.posts.actions.comments import create_comment, edit_comment, withdraw_comment
from apps.posts.actions.posts import create_post, edit_post, pin_post, unpin_post, withdraw_post
from apps.posts.actions.reactions import react, take_back_reaction

__all__ = [
    "create_comment",
    "create_post",
    "edit_comment",
    "edit_post",
    "pin_post",
    "react",
    "take_back_reaction",
    "unpin_post",
    "withdraw_comment",
    "withdraw_post",
]
