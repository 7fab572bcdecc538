"""Files that stand with words: sent, attached, taken off, thrown away, forgotten."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from apps.core.decisions import require
from apps.core.errors import InvalidInput
from apps.core.html import clean_text
from apps.events.actions import record
from apps.files.actions import receive_file, remove_file
from apps.files.models import StoredFile
from apps.posts.events import AttachmentsSettled
from apps.posts.models import Attachment, Comment, Draft, Post
from apps.posts.permissions import can_throw_file_away
from apps.profiles.models import User

MOST_FILES = 10
# Of one person, waiting for words: so that nobody fills the disk without saying anything.
MOST_LOOSE = 100
LONGEST_ALT = 500
UNUSED_FOR = timedelta(days=1)
WITHDRAWN_FOR = timedelta(hours=1)

Target = Post | Comment | Draft


def upload_file(
    *, uploader: User, upload: Any, key: UUID | None = None, alt: str = ""
) -> Attachment:
    """Take a file in; until it is attached it is its uploader's alone, and for a day.

    With the same `key` again, the same. Raises `InvalidInput("files", …)`.
    """
    if Attachment.objects.loose().filter(file__uploader=uploader).count() >= MOST_LOOSE:
        raise InvalidInput(
            "files",
            _("You have sent many files that you did not use. Use them, or remove some, first."),
        )
    file = receive_file(uploader=uploader, upload=upload, key=key)
    made, _is_new = Attachment.objects.get_or_create(file=file, defaults={"alt": _alt(alt)})
    return made


@transaction.atomic
def throw_file_away(*, actor: User, attachment: Attachment) -> None:
    """Remove a file that stands with no published words, and its bytes."""
    require(can_throw_file_away(actor, attachment))
    locked = Attachment.objects.select_for_update().filter(
        pk=attachment.pk, post=None, comment=None
    )
    # Attached meanwhile, it belongs to words.
    if (kept := locked.select_related("file").first()) is not None:
        remove_file(kept.file)


def attach_files(
    *,
    actor: User,
    to: Target,
    files: Sequence[UUID] | None,
    alts: Mapping[UUID, str] | None = None,
) -> None:
    """Make exactly these files, in this order, those of `to`; None leaves them as they are.

    Called in the transaction that writes the words. Only the actor's own that stand nowhere else
    are taken: any other is refused as if it did not exist. Raises `InvalidInput("files", …)`.
    """
    if files is None:
        return
    wanted = list(dict.fromkeys(files))
    if len(wanted) > MOST_FILES:
        raise InvalidInput("files", _too_many())
    here = {_role(to): to.pk}
    free = Q(post=None, comment=None, draft=None, file__uploader=actor) | Q(**here)
    candidates = Attachment.objects.filter(free, file__uuid__in=wanted).select_related("file")
    found = {
        attachment.file.uuid: attachment
        for attachment in candidates.select_for_update(of=("self",)).order_by("pk")
    }
    if missing := [uuid for uuid in wanted if uuid not in found]:
        raise InvalidInput("files", _not_there(len(missing)))
    _refuse_the_refused(found.values())
    gone = Attachment.objects.filter(**here).exclude(pk__in=[a.pk for a in found.values()])
    gone.update(post=None, comment=None, draft=None, position=0, loose_since=timezone.now())
    for position, uuid in enumerate(wanted):
        attachment = found[uuid]
        for role in ("post", "comment", "draft"):
            setattr(attachment, f"{role}_id", here.get(role))
        attachment.position = position
        if alts and uuid in alts:
            attachment.alt = _alt(alts[uuid])
        attachment.save(update_fields=["post", "comment", "draft", "position", "alt"])


def hand_over_files(draft: Draft, post: Post) -> None:
    """What stood with the draft stands with the post that it became."""
    Attachment.objects.filter(draft=draft).update(draft=None, post=post)


@transaction.atomic
def renew_cards_of_file(file_id: int) -> None:
    """A file that stands with words was settled meanwhile: who reads them sees it now."""
    attachment = Attachment.objects.filter(file=file_id).first()
    if attachment is not None:
        _renew(attachment.post_id or _post_of(attachment.comment_id))


def remove_forgotten_files(most: int = 500) -> int:
    """Remove, rows and bytes, what was never used for a day, what was withdrawn, and what lost
    its words with a space. Returns how many went.
    """
    now = timezone.now()
    over = Attachment.objects.forgotten(loose=now - UNUSED_FOR, withdrawn=now - WITHDRAWN_FOR)
    ids = list(over.values_list("file_id", flat=True)[:most])
    alone = StoredFile.objects.filter(attachment=None, created_at__lt=now - UNUSED_FOR)
    ids += list(alone.values_list("pk", flat=True)[:most])
    for file in StoredFile.objects.filter(pk__in=ids):
        remove_file(file)
    return len(ids)


def _role(to: Target) -> str:
    return {Post: "post", Comment: "comment", Draft: "draft"}[type(to)]


def _post_of(comment_id: int | None) -> int | None:
    if comment_id is None:
        return None
    return Comment.objects.filter(pk=comment_id).values_list("post_id", flat=True).first()


def _renew(post_id: int | None) -> None:
    post = Post.objects.filter(pk=post_id).first() if post_id else None
    if post is None:
        return
    Post.objects.filter(pk=post.pk).update(version=F("version") + 1)
    record(AttachmentsSettled(space_id=post.space_id, post_id=post.pk))


def _alt(text: str) -> str:
    return " ".join(clean_text(text).split())[:LONGEST_ALT]


def _refuse_the_refused(attachments: Any) -> None:
    for attachment in attachments:
        if attachment.file.state == StoredFile.State.REFUSED:
            raise InvalidInput(
                "files",
                _("“%(name)s” cannot be published: %(why)s")
                % {"name": attachment.file.name, "why": attachment.file.get_refusal_display()},
            )


def _too_many() -> str:
    return ngettext(
        "At most %(count)s file stands with a text.",
        "At most %(count)s files stand with a text.",
        MOST_FILES,
    ) % {"count": MOST_FILES}


def _not_there(count: int) -> str:
    return ngettext(
        "A file is not there any more. Your text is kept; attach the file again.",
        "Some files are not there any more. Your text is kept; attach the files again.",
        count,
    )
