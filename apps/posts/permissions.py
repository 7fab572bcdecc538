"""Who may change what was said. Whether one may see it was settled at the door."""

from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from apps.core.decisions import Allowed, Decision, Denied
from apps.posts.attached import why_withheld
from apps.posts.models import Attachment, Comment, Draft, Guest, Post
from apps.spaces.models import Space
from apps.spaces.permissions import EXCLUDED, Standing, can_comment, can_post

# Asked for every card of a feed: said only to who asks why.
NO_GUESTS = Denied(
    gettext_lazy("Only the author and the animators of the space invite somebody to read this.")
)
GUEST = Denied(gettext_lazy("This post was given to you to read, and nothing more."))


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


def can_invite_guest(where: Standing, author_id: int) -> Decision:
    """Whether this person, who reads a post, may give it to somebody from outside the space."""
    if where.space.is_archived:
        return Denied(_("This space is archived: it can be read, not changed."))
    if where.has("excluded"):
        return EXCLUDED
    is_inside = where.space.kind == Space.Kind.OPEN or where.has("view_space")
    is_author = is_inside and where.user.pk == author_id
    if where.user.is_active and (is_author or where.has("pin_in_space")):
        return Allowed
    return NO_GUESTS


def can_end_guest(where: Standing, guest: Guest) -> Decision:
    """Who invited, who was invited, who wrote, and the animators. Needs `post` loaded."""
    concerned = {guest.user_id, guest.invited_by_id, guest.post.author_id}
    if where.user.is_active and (where.user.pk in concerned or where.has("pin_in_space")):
        return Allowed
    return Denied(_("Only who invited this person, the author and the animators can end this."))


def can_take_part(user: Any, post: Post) -> Decision:
    """Whether one reads a post as its space does; a guest reads it, and nothing more.

    Where it is not kept apart, the space has been asked already: guests have nothing there.
    """
    if post.circle_id is None:
        return Allowed
    if Post.objects.in_readable_spaces(user).filter(pk=post.pk).exists():
        return Allowed
    return GUEST


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


def can_open_file(attachment: Attachment) -> Decision:
    """Whether its bytes go out at all, to whoever reads the words it stands with."""
    why = why_withheld(attachment.file)
    return Denied(why) if why else Allowed


def can_throw_file_away(user: Any, attachment: Attachment) -> Decision:
    """Needs `file` loaded. What stands with published words goes by editing them."""
    if attachment.post_id or attachment.comment_id:
        return Denied(_("This file stands with published words: edit them to take it off."))
    is_own = user.is_active and attachment.file.uploader_id == user.pk
    return Allowed if is_own else Denied(_("Only who sent this file can remove it."))


def can_react(where: Standing) -> Decision:
    """Whoever may answer with words may answer with one word."""
    return can_comment(where)


def _own(user: Any, said: Post | Comment | Draft, otherwise: str) -> Decision:
    return Allowed if user.is_active and said.author_id == user.pk else Denied(otherwise)
