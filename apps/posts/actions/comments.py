"""A comment's life: written, edited, withdrawn."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.core.decisions import require
from apps.core.errors import InvalidInput
from apps.events.actions import record
from apps.posts.actions.consent import open_where_agreed
from apps.posts.actions.files import attach_files
from apps.posts.actions.mentions import note_mentions
from apps.posts.actions.places import hold_conversation, lock_conversation
from apps.posts.events import CommentCreated, CommentEdited, CommentWithdrawn
from apps.posts.models import Comment, Post
from apps.posts.permissions import can_edit_comment, can_take_part, can_withdraw_comment
from apps.posts.wording import MAX_COMMENT_LENGTH, worded
from apps.profiles.models import User
from apps.spaces.permissions import can_comment, standing


@transaction.atomic
def create_comment(
    *,
    author: User,
    post: Post,
    body: str,
    parent: Comment | None = None,
    key: UUID | None = None,
    is_kept: bool = False,
    files: Sequence[UUID] | None = None,
    alts: Mapping[UUID, str] | None = None,
) -> Comment:
    """Answer a post, or a comment of it. An answer to an answer joins the same level. `is_kept`:
    its author was told that only those read who did before the space was opened.

    With the same `key` again, the comment of the first time is answered.
    """
    require(can_comment(standing(author, post.space)))
    require(can_take_part(author, post))
    words = worded(body, space=post.space, at_most=MAX_COMMENT_LENGTH)
    hold_conversation(post, is_kept=is_kept)
    if parent is not None and parent.post_id != post.pk:
        raise InvalidInput("parent", _("The comment you answer is not under this post."))
    top = parent.parent if parent is not None and parent.parent_id else parent
    try:
        with transaction.atomic():
            comment = Comment.objects.create(
                author=author, post=post, parent=top, html=words.html, text=words.text, key=key
            )
    except IntegrityError:
        if key is None:
            raise
        return _sent_before(author, post, key)
    attach_files(actor=author, to=comment, files=files, alts=alts)
    _count(post.pk, +1)
    record(
        CommentCreated(
            actor_id=author.pk,
            space_id=post.space_id,
            post_id=post.pk,
            circle_id=post.circle_id,
            comment_id=comment.pk,
        )
    )
    note_mentions(actor=author, post=post, comment=comment, people=words.people)
    return comment


def _sent_before(author: User, post: Post, key: UUID) -> Comment:
    """What this form answered the first time: here, and standing. Raises `InvalidInput`."""
    comment = Comment.objects.under([post.pk]).standing().filter(author=author, key=key).first()
    if comment is None:
        # Elsewhere, perhaps in a space its author reads no more.
        raise InvalidInput(
            "key", _("This form was sent before. Read your text again, and send it.")
        )
    return comment


@transaction.atomic
def edit_comment(
    *,
    actor: User,
    comment: Comment,
    body: str,
    files: Sequence[UUID] | None = None,
    alts: Mapping[UUID, str] | None = None,
) -> Comment:
    require(can_edit_comment(actor, comment))
    words = worded(body, space=comment.post.space, at_most=MAX_COMMENT_LENGTH)
    Comment.objects.filter(pk=comment.pk).update(
        html=words.html, text=words.text, edited_at=timezone.now()
    )
    comment.refresh_from_db()
    _count(comment.post_id, 0)
    attach_files(actor=actor, to=comment, files=files, alts=alts)
    record(
        CommentEdited(
            actor_id=actor.pk,
            space_id=comment.post.space_id,
            post_id=comment.post_id,
            circle_id=comment.post.circle_id,
            comment_id=comment.pk,
        )
    )
    note_mentions(actor=actor, post=comment.post, comment=comment, people=words.people)
    return comment


@transaction.atomic
def withdraw_comment(*, actor: User, comment: Comment) -> None:
    """Take one's words back. Where answers hang on it, the empty place stays."""
    require(can_withdraw_comment(actor, comment))
    circle_id = lock_conversation(comment.post)
    changed = Comment.objects.filter(pk=comment.pk, withdrawn_at=None).update(
        withdrawn_at=timezone.now()
    )
    if changed:
        _count(comment.post_id, -1)
        record(
            CommentWithdrawn(
                actor_id=actor.pk,
                space_id=comment.post.space_id,
                post_id=comment.post_id,
                circle_id=circle_id,
                comment_id=comment.pk,
            )
        )
    if changed and circle_id is not None:
        # Nobody's agreement may be missing any more.
        open_where_agreed(actor, comment.post.space, [comment.post_id])


def _count(post_id: int, step: int) -> None:
    Post.objects.filter(pk=post_id).update(
        comments_count=F("comments_count") + step, version=F("version") + 1
    )
