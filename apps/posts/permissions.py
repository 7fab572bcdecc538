"""Who may change what was said. Whether one may see it was settled at the door."""

from typing import Any

from django.utils.translation import gettext as _

from apps.core.decisions import Allowed, Decision, Denied
from apps.posts.models import Comment, Draft, Post
from apps.spaces.models import Space
from apps.spaces.permissions import Standing, can_comment, can_post


def can_announce(where: Standing) -> Decision:
    """Whether this person may post here for everyone who reads, whatever they follow."""
    if not (posting := can_post(where)):
        return posting
    if where.space.built_in == Space.BuiltIn.EVERYONE:
        if where.user.is_leader or where.user.is_communicator:
            return Allowed
        return Denied(_("Only leaders and internal communication announce something here."))
    if where.has("pin_in_space"):
        return Allowed
    return Denied(_("Only the animators of this space announce something here."))


def can_edit_post(user: Any, post: Post) -> Decision:
    return _own(user, post, _("Only the author can change these words."))


def can_withdraw_post(user: Any, post: Post) -> Decision:
    return _own(user, post, _("Only the author can withdraw this post."))


def can_edit_comment(user: Any, comment: Comment) -> Decision:
    return _own(user, comment, _("Only the author can change these words."))


def can_withdraw_comment(user: Any, comment: Comment) -> Decision:
    return _own(user, comment, _("Only the author can withdraw this comment."))


def can_edit_draft(user: Any, draft: Draft) -> Decision:
    return _own(user, draft, _("Only the author can change these words."))


def can_react(where: Standing) -> Decision:
    """Whoever may answer with words may answer with one word."""
    return can_comment(where)


def _own(user: Any, said: Post | Comment | Draft, otherwise: str) -> Decision:
    return Allowed if user.is_active and said.author_id == user.pk else Denied(otherwise)
