"""Words kept for later: changed, published by their author or by the clock, thrown away."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _, ngettext, override

from apps.core.decisions import Refused, require
from apps.core.errors import InvalidInput
from apps.core.html import looks_like_html
from apps.posts.actions.files import attach_files, hand_over_files
from apps.posts.actions.places import stay_with, take_space
from apps.posts.actions.posts import create_post
from apps.posts.models import Draft, Post
from apps.posts.outside_hours import outside_hours
from apps.posts.permissions import can_announce, can_edit_draft
from apps.posts.wording import MAX_POST_LENGTH, titled, worded
from apps.profiles.models import User
from apps.spaces.models import Circle, Space
from apps.spaces.permissions import can_post, standing

MOST_DRAFTS = 200
FURTHEST = timedelta(days=366)


def write_post(
    *,
    author: User,
    space: Space,
    key: UUID | None,
    keeps: bool = False,
    publish_at: datetime | None = None,
    written_for: str = "",
    **words: Any,
) -> Post | Draft:
    """What the composer sends: published now, or kept until `publish_at`, or kept without a time.

    Outside the author's hours, what is published now is published silently. `written_for`: the
    kind of the space when the form was shown. Raises `InvalidInput` when more people read it since.
    """
    stay_with(space, written_for)
    if keeps or (publish_at is not None and publish_at > timezone.now()):
        at = None if keeps else publish_at
        return keep_draft(author=author, space=space, key=key, publish_at=at, **words)
    return create_post(author=author, space=space, key=key, quiet_until=_quiet(author), **words)


@transaction.atomic
def keep_draft(
    *,
    author: User,
    space: Space,
    body: str,
    title: str = "",
    key: UUID | None = None,
    is_announcement: bool = False,
    publish_at: datetime | None = None,
    files: Sequence[UUID] | None = None,
    alts: Mapping[UUID, str] | None = None,
) -> Draft:
    """Keep words for later, where they may be published now. With the same `key`, the same draft.

    Raises as `create_post` does, and `InvalidInput` for a time that is too far away.
    """
    _require_place(author, space, is_announcement=is_announcement)
    words = _words(space, body, title) | {"publish_at": _timely(publish_at)}
    key = key or uuid4()
    own = Draft.objects.filter(author=author)
    if (before := own.filter(key=key).first()) is not None:
        return before
    if own.count() >= MOST_DRAFTS:
        raise InvalidInput(
            "body",
            ngettext(
                "You keep %(count)s draft already: publish it or throw it away first.",
                "You keep %(count)s drafts already: publish some or throw some away first.",
                MOST_DRAFTS,
            )
            % {"count": number_format(MOST_DRAFTS, force_grouping=True)},
        )
    try:
        with transaction.atomic():
            draft = Draft.objects.create(
                author=author, space=space, key=key, is_announcement=is_announcement, **words
            )
    except IntegrityError:
        return own.get(key=key)
    attach_files(actor=author, to=draft, files=files, alts=alts)
    return draft


@transaction.atomic
def edit_draft(
    *,
    actor: User,
    draft: Draft,
    body: str,
    title: str = "",
    is_announcement: bool = False,
    publish_at: datetime | None = None,
    files: Sequence[UUID] | None = None,
    alts: Mapping[UUID, str] | None = None,
    written_for: str = "",
) -> Draft:
    """Change the words, or the time. What was refused before may be tried again.

    `written_for` as in `write_post`: a form of before an opening does not renew the draft.
    """
    require(can_edit_draft(actor, draft))
    stay_with(draft.space, written_for)
    _require_place(actor, draft.space, is_announcement=is_announcement)
    words = _words(draft.space, body, title) | {"publish_at": _timely(publish_at)}
    Draft.objects.filter(pk=draft.pk).update(
        **words, is_announcement=is_announcement, refusal="", changed_at=timezone.now()
    )
    attach_files(actor=actor, to=draft, files=files, alts=alts)
    draft.refresh_from_db()
    return draft


@transaction.atomic
def publish_draft(*, actor: User, draft: Draft) -> Post:
    """Publish now. Raises as `create_post` does; the draft stays then.

    Twice at once, or while the clock does the same, publishes once: the second is answered with
    the post of the first.
    """
    require(can_edit_draft(actor, draft))
    take_space(draft.space_id)
    waiting = Draft.objects.select_for_update().filter(pk=draft.pk).first()
    if waiting is None:
        if (post := Post.objects.filter(author=actor, key=draft.key).first()) is not None:
            return post
        raise InvalidInput("key", _("This draft was thrown away."))
    return _publish(waiting, author=actor, space=draft.space)


@transaction.atomic
def publish_due_draft(draft_id: int) -> None:
    """Publish a draft whose time has come, as its author would; the clock's work.

    What its author may no longer publish stays a draft, without a time, and says why.
    """
    due = Draft.objects.due(timezone.now()).filter(pk=draft_id)
    for space_id in due.values_list("space", flat=True):
        take_space(space_id)
    draft = (
        due.select_for_update(of=("self",), skip_locked=True)
        .select_related("author", "space")
        .first()
    )
    if draft is None:
        return
    with override(draft.author.language or settings.LANGUAGE_CODE):
        try:
            with transaction.atomic():
                _publish(draft, author=draft.author, space=draft.space)
        except Refused as refused:
            _refuse(draft, refused.reason)
        except InvalidInput as problem:
            _refuse(draft, problem.message)


@transaction.atomic
def throw_draft_away(*, actor: User, draft: Draft) -> None:
    require(can_edit_draft(actor, draft))
    draft.delete()


def _publish(draft: Draft, *, author: User, space: Space) -> Post:
    if Circle.objects.filter(space=space, made_at__gt=draft.changed_at).exists():
        raise InvalidInput(
            "body",
            _(
                "This space was opened to everyone after you wrote this. Read it again and save "
                "it: it will be published for everyone who reads the space now."
            ),
        )
    post = create_post(
        author=author,
        space=space,
        body=draft.html,
        title=draft.title,
        key=draft.key,
        is_announcement=draft.is_announcement,
        quiet_until=_quiet(author),
    )
    hand_over_files(draft, post)
    draft.delete()
    return post


def _refuse(draft: Draft, reason: str) -> None:
    Draft.objects.filter(pk=draft.pk).update(publish_at=None, refusal=reason)


def _quiet(author: User) -> datetime | None:
    outside = outside_hours(author)
    return outside.opening if outside else None


def _require_place(author: User, space: Space, *, is_announcement: bool) -> None:
    where = standing(author, space)
    require(can_announce(where) if is_announcement else can_post(where))


def _words(space: Space, body: str, title: str) -> dict[str, Any]:
    words = worded(body, space=space, at_most=MAX_POST_LENGTH)
    # What is kept is read again as HTML when it is published.
    html = words.html if looks_like_html(words.html) else f"<p>{words.html}</p>"
    return {"title": titled(title), "html": html, "text": words.text}


def _timely(publish_at: datetime | None) -> datetime | None:
    if publish_at is not None and publish_at > timezone.now() + FURTHEST:
        raise InvalidInput("publish_at", _("Choose a time within the coming year."))
    return publish_at
