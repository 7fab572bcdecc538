"""Somebody from outside a space is given one post of it to read; and given it no more.

The row of the post is held meanwhile: what is withdrawn is given to nobody. `Guest` is the fact
that people see, `PostGrant` what the read rule asks; both come and go together.
"""

from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _, ngettext

from apps.core.decisions import refuse, require
from apps.core.errors import InvalidInput
from apps.core.html import clean_text
from apps.events.actions import record
from apps.posts.actions.places import hold_space
from apps.posts.events import GuestEnded, GuestInvited
from apps.posts.models import Guest, Post, PostGrant
from apps.posts.models.grant import READ
from apps.posts.permissions import can_end_guest, can_invite_guest
from apps.profiles.models import User
from apps.spaces.journal import Kind, note
from apps.spaces.models import Exclusion
from apps.spaces.permissions import standing

MOST_GUESTS = 20
MAX_WORD_LENGTH = 500


@transaction.atomic
def invite_guest(*, actor: User, post: Post, person: User, word: str = "") -> Guest:
    """Give `person` this post, its answers and files to read. Doing it twice is doing it once.

    Raises `InvalidInput` for somebody who reads it already, or may not be invited.
    """
    held = _hold(post)
    require(can_invite_guest(standing(actor, held.space), held.author_id))
    known = Guest.objects.filter(post=held, user=person).first()
    if known is not None:
        return known
    _check(held, person)
    guest = Guest.objects.create(
        post=held, user=person, invited_by=actor, word=clean_text(word)[:MAX_WORD_LENGTH]
    )
    PostGrant.objects.get_or_create(user=person, content_object=held, permission=_permission())
    _changed(held)
    note(held.space, Kind.GUEST_INVITED, actor=actor, person=person, post=held.pk)
    record(
        GuestInvited(
            actor_id=actor.pk, space_id=held.space_id, post_id=held.pk, person_id=person.pk
        )
    )
    return guest


@transaction.atomic
def end_guest(*, actor: User, guest: Guest) -> None:
    """Take it back, or give it back. Ended already, nothing happens."""
    held = Post.objects.select_for_update(no_key=True, of=("self",)).select_related("space")
    guest.post = held.get(pk=guest.post_id)
    require(can_end_guest(standing(actor, guest.post.space), guest))
    _end(Guest.objects.filter(pk=guest.pk), actor=actor)


@transaction.atomic
def end_guests_of_post(*, actor: User, post: Post) -> None:
    """With the post itself: `actor` withdraws it, which was asked already."""
    _end(Guest.objects.filter(post=post), actor=actor)


@transaction.atomic
def end_guesthood(person_id: int, space_id: int | None = None) -> None:
    """By the system: who left the organisation, or is excluded from a space, is no guest there."""
    given = Guest.objects.filter(user=person_id)
    _end(given if space_id is None else given.filter(post__space=space_id), actor=None)


@transaction.atomic
def end_needless_guesthood(person_id: int, space_id: int) -> None:
    """By the system: of what one reads as a member now, nothing stays when one leaves."""
    person = User.objects.get(pk=person_id)
    read = Post.objects.in_readable_spaces(person).filter(space=space_id)
    _end(Guest.objects.filter(user=person, post__in=read), actor=None)


def _hold(post: Post) -> Post:
    """The post and its space as they stay until the transaction ends, exclusions too."""
    space = hold_space(post.space)
    rows = Post.objects.select_for_update(no_key=True, of=("self",))
    held = rows.filter(pk=post.pk, withdrawn_at=None).first()
    if held is None:
        refuse(_("This post was withdrawn."))
    held.space = space
    return held


def _check(post: Post, person: User) -> None:
    if post.readers().contains(person):
        raise InvalidInput(
            "person", _("%(name)s reads this already.") % {"name": person.display_name}
        )
    is_excluded = Exclusion.objects.in_force().filter(space=post.space_id, user=person).exists()
    if is_excluded or not person.is_active:
        raise InvalidInput(
            "person",
            _("%(name)s cannot be invited to this post.") % {"name": person.display_name},
        )
    if Guest.objects.filter(post=post).count() >= MOST_GUESTS:
        raise InvalidInput(
            "person",
            ngettext(
                "A post is given to at most %(count)s person. For more, invite them to the space.",
                "A post is given to at most %(count)s people. For more, invite them to the space.",
                MOST_GUESTS,
            )
            % {"count": MOST_GUESTS},
        )


def _end(guests: QuerySet[Guest], *, actor: User | None) -> None:
    posts = list(guests.values_list("post", flat=True))
    if not posts:
        return
    # A post before its guests, and posts in the order in which everybody takes several of them.
    rows = Post.objects.filter(pk__in=posts).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk", flat=True))
    given = guests.filter(post__in=posts).select_for_update(of=("self",))
    for guest in given.select_related("post__space", "user").order_by("post"):
        post = guest.post
        PostGrant.objects.filter(user=guest.user_id, content_object=post).delete()
        guest.delete()
        _changed(post)
        note(post.space, Kind.GUEST_ENDED, actor=actor, person=guest.user, post=post.pk)
        record(
            GuestEnded(
                actor_id=actor.pk if actor else None,
                space_id=post.space_id,
                post_id=post.pk,
                person_id=guest.user_id,
            )
        )


def _changed(post: Post) -> None:
    """Its card says who reads it."""
    Post.objects.filter(pk=post.pk).update(version=F("version") + 1)


def _permission() -> Permission:
    return Permission.objects.get(
        content_type__app_label="posts", content_type__model="post", codename=READ
    )
