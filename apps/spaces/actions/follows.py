"""Wanting a readable space or a colleague's page in one's feed."""

from django.db import transaction
from django.utils.translation import gettext as _

from apps.core.decisions import refuse
from apps.events.actions import record
from apps.profiles.models import User
from apps.spaces.events import FollowEnded, FollowStarted
from apps.spaces.models import Follow, Space
from apps.spaces.permissions import can_read


@transaction.atomic
def follow_space(*, user: User, space: Space) -> None:
    # Whoever loses the right to read at this moment loses the follow with it, or never gets one.
    Space.objects.select_for_update(no_key=True).get(pk=space.pk)
    if not can_read(user, space):
        refuse(_("One follows what one may read."))
    _follow, is_new = Follow.objects.get_or_create(user=user, space=space)
    if is_new:
        record(FollowStarted(actor_id=user.pk, person_id=user.pk, space_id=space.pk))


@transaction.atomic
def unfollow_space(*, user: User, space: Space) -> None:
    gone, _ = Follow.objects.filter(user=user, space=space).delete()
    if gone:
        record(FollowEnded(actor_id=user.pk, person_id=user.pk, space_id=space.pk))
