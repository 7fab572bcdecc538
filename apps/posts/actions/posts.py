"""A post's life: published, edited, withdrawn, pinned."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from apps.core.decisions import refuse, require
from apps.core.errors import InvalidInput
from apps.events.actions import record
from apps.posts.actions.files import attach_files
from apps.posts.actions.guests import end_guests_of_post
from apps.posts.actions.mentions import note_mentions
from apps.posts.actions.places import hold_space
from apps.posts.events import PostCreated, PostEdited, PostEvent, PostPinned, PostWithdrawn
from apps.posts.growth import readers_now
from apps.posts.models import Post
from apps.posts.permissions import can_announce, can_edit_post, can_withdraw_post
from apps.posts.wording import MAX_POST_LENGTH, titled, worded
from apps.profiles.models import User
from apps.spaces.models import Space
from apps.spaces.permissions import can_pin, can_post, standing

MAX_PINNED = 3


@transaction.atomic
def create_post(
    *,
    author: User,
    space: Space,
    body: str,
    title: str = "",
    key: UUID | None = None,
    is_announcement: bool = False,
    quiet_until: datetime | None = None,
    files: Sequence[UUID] | None = None,
    alts: Mapping[UUID, str] | None = None,
) -> Post:
    """Publish. With the same `key` again, the post of the first time is answered.

    An announcement is for everyone who reads here, whatever they follow. Nobody is told of the
    post before `quiet_until`. `files` are the author's own that stand nowhere yet, `alts` what the
    pictures among them show. Raises `InvalidInput` for words that cannot be published, `Refused`
    without the right to.
    """
    place = hold_space(space)
    where = standing(author, place)
    require(can_announce(where) if is_announcement else can_post(where))
    words = worded(body, space=place, at_most=MAX_POST_LENGTH)
    line = titled(title)
    try:
        with transaction.atomic():
            post = Post.objects.create(
                author=author,
                space=space,
                title=line,
                html=words.html,
                text=words.text,
                is_announcement=is_announcement,
                audience_count=readers_now(place),
                key=key,
            )
    except IntegrityError:
        if key is None:
            raise
        return _sent_before(author, space, key)
    attach_files(actor=author, to=post, files=files, alts=alts)
    quiet = quiet_until.isoformat() if quiet_until else None
    record(
        PostCreated(
            actor_id=author.pk,
            space_id=space.pk,
            post_id=post.pk,
            is_announcement=is_announcement,
            quiet_until=quiet,
        )
    )
    note_mentions(actor=author, post=post, people=words.people, quiet_until=quiet)
    return post


def _sent_before(author: User, space: Space, key: UUID) -> Post:
    """What this form published the first time: here, and standing. Raises `InvalidInput`."""
    post = Post.objects.within(space).filter(author=author, key=key).first()
    if post is None:
        # Elsewhere, perhaps in a space its author reads no more.
        raise InvalidInput(
            "key", _("This form was sent before. Read your text again, and send it.")
        )
    return post


@transaction.atomic
def edit_post(
    *,
    actor: User,
    post: Post,
    body: str,
    title: str = "",
    files: Sequence[UUID] | None = None,
    alts: Mapping[UUID, str] | None = None,
) -> Post:
    """Change one's words; the card says that it was edited. Without `files` they stay."""
    require(can_edit_post(actor, post))
    words = worded(body, space=post.space, at_most=MAX_POST_LENGTH)
    line = titled(title)
    Post.objects.filter(pk=post.pk).update(
        title=line,
        html=words.html,
        text=words.text,
        edited_at=timezone.now(),
        version=F("version") + 1,
    )
    post.refresh_from_db()
    attach_files(actor=actor, to=post, files=files, alts=alts)
    record(_event(PostEdited, actor, post))
    note_mentions(actor=actor, post=post, people=words.people)
    return post


@transaction.atomic
def withdraw_post(*, actor: User, post: Post) -> None:
    """Take one's words back: at once nobody reads the post, nor what was answered to it."""
    require(can_withdraw_post(actor, post))
    changed = Post.objects.filter(pk=post.pk, withdrawn_at=None).update(
        withdrawn_at=timezone.now(), pinned_at=None, version=F("version") + 1
    )
    if changed:
        end_guests_of_post(actor=actor, post=post)
        record(_event(PostWithdrawn, actor, post))


@transaction.atomic
def pin_post(*, actor: User, post: Post) -> None:
    """Keep a post at the top of its space; at most `MAX_PINNED` are."""
    space = Space.objects.select_for_update(no_key=True).get(pk=post.space_id)
    require(can_pin(standing(actor, space)))
    pinned = Post.objects.filter(space=space, withdrawn_at=None, pinned_at__isnull=False)
    if pinned.exclude(pk=post.pk).count() >= MAX_PINNED:
        refuse(
            ngettext(
                "A space has at most %(count)d pinned post: take one down first.",
                "A space has at most %(count)d pinned posts: take one down first.",
                MAX_PINNED,
            )
            % {"count": MAX_PINNED}
        )
    _set_pinned(actor, post, pinned=True)


@transaction.atomic
def unpin_post(*, actor: User, post: Post) -> None:
    require(can_pin(standing(actor, post.space)))
    _set_pinned(actor, post, pinned=False)


def _event(kind: type[PostEvent], actor: User, post: Post) -> PostEvent:
    return kind(
        actor_id=actor.pk, space_id=post.space_id, post_id=post.pk, circle_id=post.circle_id
    )


def _set_pinned(actor: User, post: Post, *, pinned: bool) -> None:
    Post.objects.filter(pk=post.pk).update(
        pinned_at=timezone.now() if pinned else None, version=F("version") + 1
    )
    record(_event(PostPinned, actor, post))
