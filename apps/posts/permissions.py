"""Who may change what was said. Whether one may see it was settled at the door."""

from typing import Any

from django.utils.translation import gettext as _

from apps.core.decisions import Allowed, Decision, Denied
from apps.posts.models import Comment, Post
from apps.spaces.permissions import Standing, can_comment


def can_edit_post(user: Any, post: Post) -> Decision:
    return _own(user, post, _("Only the author can change these words."))


def can_withdraw_post(user: Any, post: Post) -> Decision:
    return _own(user, post, _("Only the author can withdraw this post."))


def can_edit_comment(user: Any, comment: Comment) -> Decision:
    return _own(user, comment, _("Only the author can change these words."))


def can_withdraw_comment(user: Any, comment: Comment) -> Decision:
    return _own(user, comment, _("Only the author can withdraw this comment."))


def can_react(where: Standing) -> Decision:
    """Whoever may answer with words may answer with one word."""
    return can_comment(where)


def _own(user: Any, said: Post | Comment, otherwise: str) -> Decision:
    return Allowed if user.is_active and said.author_id == user.pk else Denied(otherwise)
