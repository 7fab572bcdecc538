"""Who can read a post, and who can read a draft: the panel of its space, with what is its own."""

from typing import Any

from django.utils.translation import gettext as _

from apps.core.addresses import address
from apps.posts.given import exact_audience_of_post
from apps.posts.models import Attachment, Draft, Guest, Post
from apps.posts.permissions import can_invite_guest
from apps.posts.reasons import post_reasons
from apps.profiles.lines import person_line
from apps.spaces.assurances import draft_assurances
from apps.spaces.audience import exact_audience_of
from apps.spaces.models import Space
from apps.spaces.permissions import standing
from apps.spaces.presenters.readers import GuestLine, ReadersList, ReadersPanel, readers_list, said
from apps.spaces.reasons import space_reasons


def post_panel(user: Any, post: Post, *, after: str = "") -> ReadersPanel:
    """Who reads a post, with its answers and files, that `user` reads as its space does. Needs
    `space` and `circle` loaded. Sixteen queries at most, whatever the readers."""
    url = address("post_readers", post.pk)
    guests = list(Guest.objects.visible_to(user).filter(post=post).with_people())
    invites = can_invite_guest(standing(user, post.space), post.author_id)
    return ReadersPanel(
        about=_("This post, the answers to it, and its files."),
        **said(post.space, exact_audience_of_post(post), is_kept=post.circle_id is not None),
        count=post.readers().count(),
        reasons=post_reasons(post),
        people=readers_list(
            user,
            post.space,
            post.readers(),
            url=url,
            after=after,
            whys=dict.fromkeys([guest.user_id for guest in guests], _("Invited to read")),
        ),
        url=url,
        back_url=post.get_absolute_url(),
        back_label=post.title or post.space.title,
        guests=[guest_line(guest) for guest in guests],
        give_url=address("post_guests", post.pk) if invites else "",
    )


def draft_panel(user: Any, draft: Draft) -> ReadersPanel:
    """Its author alone, until it goes out; then the readers of its space. Needs `space` loaded."""
    url = address("draft_readers", draft.pk)
    reads = Space.objects.visible_to(user).filter(pk=draft.space_id).exists()
    return ReadersPanel(
        about=_("Your draft, and the files in it."),
        kind="person",
        icon="lock",
        sentence=_("You alone. Nobody else, administrators included."),
        count=1,
        reasons=space_reasons(draft.space) if reads else [],
        exceptions=[],
        assurances=draft_assurances(),
        people=ReadersList(),
        url=url,
        back_url=draft.get_absolute_url(),
        back_label=_("Your draft"),
        also=_then(draft.space) if reads else "",
    )


def loose_file_panel(attachment: Attachment) -> ReadersPanel:
    """A file that stands with no published words is its sender's alone. Needs `file` loaded."""
    url = address("file_readers", attachment.file.uuid)
    return ReadersPanel(
        about=_("A file that stands with nothing published yet."),
        kind="person",
        icon="lock",
        sentence=_("You alone. Nobody else, administrators included."),
        count=1,
        reasons=[],
        exceptions=[],
        assurances=draft_assurances(),
        people=ReadersList(),
        url=url,
        back_url=attachment.get_absolute_url(),
        back_label=attachment.file.name,
    )


def guest_line(guest: Guest) -> GuestLine:
    """Needs the people loaded (`GuestQuerySet.with_people`)."""
    return GuestLine(
        person=person_line(guest.user),
        by=_("Invited to read this by %(name)s") % {"name": guest.invited_by.display_name},
        url=address("post_guest", guest.post_id, guest.user.username),
    )


def _then(space: Space) -> str:
    return _("When it goes out: %(sentence)s") % {"sentence": exact_audience_of(space).sentence}
