"""Reading by exceptional access: written in the space's journal first, shown after.

What is returned here is shown; an entry that cannot be written lets nothing be returned.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.core.decisions import refuse
from apps.core.pagination import Page, keyset
from apps.oversight.models import Access
from apps.posts.models import Attachment, Comment, Post
from apps.profiles.models import User
from apps.spaces import journal
from apps.spaces.models import JournalEntry

POSTS_A_PAGE = 20


@transaction.atomic
def read_posts(*, reader: User, access: Access, before: str = "") -> Page[Post]:
    """A page of the posts, newest first, with what a card needs. Raises `Http404` for a cursor
    not ours, `Refused` when the access is over.
    """
    held = _in_force(reader, access)
    page = keyset(
        Post.objects.within(held.space_id).with_card(),
        order={"-published_at": datetime, "-id": int},
        cursor=before,
        limit=POSTS_A_PAGE,
    )
    _note(held, reader, posts=[post.pk for post in page.items])
    return page


@transaction.atomic
def read_post(*, reader: User, access: Access, post_id: int) -> Post | None:
    """One post of the space; None when it is not there: then nothing was read."""
    held = _in_force(reader, access)
    post = Post.objects.within(held.space_id).with_card().filter(pk=post_id).first()
    if post is not None:
        _note(held, reader, post=post.pk)
    return post


@transaction.atomic
def read_file(*, reader: User, access: Access, uuid: UUID) -> Attachment | None:
    """A file of the space, with its bytes' name; None when it is not there. Read in parts, as
    players do, it stands in the journal once.
    """
    held = _in_force(reader, access)
    posts = Post.objects.within(held.space_id)
    comments = Comment.objects.standing().filter(post__in=posts)
    inside = Attachment.objects.filter(Q(post__in=posts) | Q(comment__in=comments))
    found = inside.with_file().filter(file__uuid=uuid).first()
    if found is not None:
        read = {"access": held.pk, "file": str(uuid)}
        kind = journal.Kind.GLASS_READ
        if not JournalEntry.objects.filter(space=held.space_id, kind=kind, detail=read).exists():
            _note(held, reader, file=str(uuid))
    return found


def may_still_read(reader: User, access: Access) -> bool:
    """Asked while a long file is under way, of the database as it is then."""
    reader.refresh_from_db(fields=["is_active", "is_staff"])
    return Access.objects.in_force_for(reader).filter(pk=access.pk).exists()


def _in_force(reader: User, access: Access) -> Access:
    """Asked again, with the clock, under a lock that an early end waits for."""
    found = Access.objects.in_force_for(reader).select_for_update(of=("self",))
    held = found.select_related("space").filter(pk=access.pk).first()
    return held or refuse(_("This access is over."))


def _note(access: Access, reader: User, **read: Any) -> None:
    now = timezone.now()
    journal.note(
        access.space,  # type: ignore[arg-type]
        journal.Kind.GLASS_READ,
        actor=reader,
        shown_from=max(access.tell_at or now, now),
        access=access.pk,
        **read,
    )
