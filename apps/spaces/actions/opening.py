"""A space becomes stricter, or more open.

Stricter: at once and everywhere. More open: what was said until then stays with its readers, as a
circle, until those who said it agree (apps/posts/actions/consent.py).
"""

from django.db import transaction

from apps.core.decisions import require
from apps.events.actions import record
from apps.profiles.models import User
from apps.spaces import above
from apps.spaces.bulk_grants import circle_of
from apps.spaces.events import SpaceKindChanged
from apps.spaces.journal import Kind, note
from apps.spaces.models import Follow, Space
from apps.spaces.permissions import can_archive_space, standing


@transaction.atomic
def change_kind(*, actor: User, space: Space, kind: str) -> Space:
    """Change who knows and reads a space. Doing it twice is doing it once.

    Whoever is writing a post there holds the row as well: their post comes before or after, and
    has the readers it was written for.
    """
    locked = Space.objects.select_for_update(no_key=True).get(pk=space.pk)
    require(can_archive_space(standing(actor, locked)))
    before = locked.kind
    if before == kind:
        return locked
    if kind == Space.Kind.OPEN:
        above.opened(circle_of(locked))
    note(locked, Kind.KIND_CHANGED, actor=actor, before=before, after=kind)
    locked.kind = kind
    locked.version += 1
    locked.save(update_fields=["kind", "version"])
    Follow.objects.filter(space=locked).exclude(user__in=locked.readers()).delete()
    record(SpaceKindChanged(actor_id=actor.pk, space_id=space.pk, kind=kind))
    return locked


def openness(kind: str) -> int:
    """How many may know and read, as a rank: confidential is lowest."""
    return [Space.Kind.CONFIDENTIAL, Space.Kind.ON_REQUEST, Space.Kind.OPEN].index(Space.Kind(kind))
