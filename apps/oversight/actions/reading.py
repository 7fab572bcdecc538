"""Reading by exceptional access: written in the space's journal first, shown after.

What is returned here is shown; an entry that cannot be written lets nothing be returned.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.core.decisions import refuse
from apps.core.pagination import Page, keyset
from apps.oversight.models import Access
from apps.posts.models import Post
from apps.profiles.models import User
from apps.spaces import journal

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
