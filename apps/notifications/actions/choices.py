"""What a person wants to be told, and how."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.core.decisions import refuse
from apps.core.errors import InvalidInput
from apps.events.actions import record
from apps.notifications.events import NotificationsRead
from apps.notifications.kinds import kind_of
from apps.notifications.models import (
    Channel,
    ConversationSetting,
    Notification,
    Preference,
    SpaceSetting,
)
from apps.posts.models import Post
from apps.profiles.models import User
from apps.spaces.models import Space
from apps.spaces.permissions import can_read


@transaction.atomic
def set_conversation(*, person: User, post: Post, state: str) -> None:
    """Follow, stop following, or mute a conversation; an empty `state` goes back to what is usual:
    who wrote in it follows it."""
    if not Post.objects.visible_to(person).contains(post):
        refuse(_("One follows what one may read."))
    rows = ConversationSetting.objects.filter(person=person, post=post)
    if not state:
        rows.delete()
        return
    if state not in ConversationSetting.State.values:
        raise InvalidInput("state", _("Choose one of the possibilities."))
    ConversationSetting.objects.update_or_create(
        person=person, post=post, defaults={"state": state}
    )
    if state == ConversationSetting.State.MUTE:
        _silence(person, post=post)


@transaction.atomic
def set_space_level(*, person: User, space: Space, level: str) -> None:
    """Follow a space closely, as usual, or mute it."""
    if not can_read(person, space):
        refuse(_("One follows what one may read."))
    if level not in SpaceSetting.Level.values:
        raise InvalidInput("level", _("Choose one of the possibilities."))
    if level == SpaceSetting.Level.NORMAL:
        SpaceSetting.objects.filter(person=person, space=space).delete()
        return
    SpaceSetting.objects.update_or_create(person=person, space=space, defaults={"level": level})
    if level == SpaceSetting.Level.MUTE:
        _silence(person, space=space)


@transaction.atomic
def set_preference(*, person: User, kind: str, channel: str, is_wanted: bool) -> None:
    """Whether this kind leaves by this channel. What is on screen stays there."""
    if kind_of(kind) is None or channel not in Channel.values:
        raise InvalidInput("kind", _("Choose one of the possibilities."))
    Preference.objects.update_or_create(
        person=person, kind=kind, channel=channel, defaults={"is_wanted": is_wanted}
    )


def _silence(person: User, **about: Post | Space) -> None:
    """What was muted is not waited for: what was told stays in the list, read; what was not is
    not told."""
    rows = Notification.objects.filter(person=person, read_at=None, **about)
    rows.filter(delivered_at=None).delete()
    if rows.update(read_at=timezone.now()):
        record(NotificationsRead(people=[person.pk]))
