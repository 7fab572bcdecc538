"""A space is deleted after a delay: planned by an owner, cancelled by any, then for good."""

from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.core.decisions import refuse, require
from apps.events.actions import record
from apps.events.models import OutboxEvent
from apps.profiles.models import User
from apps.spaces import above
from apps.spaces.actions.members import lock_space
from apps.spaces.events import SpaceDeleted, SpaceDeletionPlanned
from apps.spaces.journal import Kind, note
from apps.spaces.models import Circle, JournalEntry, Space
from apps.spaces.permissions import can_archive_space, standing


@transaction.atomic
def plan_deletion(*, actor: User, space: Space) -> Space:
    """Close to writing at once, and delete in some weeks. Planning twice is planning once."""
    locked = lock_space(space)
    require(can_archive_space(standing(actor, locked)))
    if locked.deletion_due_at is not None:
        return locked
    now = timezone.now()
    due_at = now + timedelta(days=settings.RSN_SPACE_DELETION_DAYS)
    was_archived = locked.is_archived
    _write(locked, deletion_due_at=due_at, archived_at=locked.archived_at or now)
    note(locked, Kind.DELETION_PLANNED, actor=actor, was_archived=was_archived)
    record(SpaceDeletionPlanned(actor_id=actor.pk, space_id=space.pk))
    return locked


@transaction.atomic
def cancel_deletion(*, actor: User, space: Space) -> Space:
    """Everything is as before it was planned. Without a plan, nothing happens."""
    locked = lock_space(space)
    require(can_archive_space(standing(actor, locked)))
    if locked.deletion_due_at is None:
        return locked
    planned = JournalEntry.objects.filter(space=locked, kind=Kind.DELETION_PLANNED)
    last = planned.newest_first().first()
    was_archived = bool(last and last.detail.get("was_archived"))
    _write(locked, deletion_due_at=None, archived_at=locked.archived_at if was_archived else None)
    note(locked, Kind.DELETION_CANCELLED, actor=actor)
    record(SpaceDeletionPlanned(actor_id=actor.pk, space_id=space.pk))
    return locked


def refuse_while_planned(space: Space) -> None:
    if space.deletion_due_at is not None:
        refuse(_("This space is going to be deleted: cancel the deletion first."))


def delete_due_spaces() -> int:
    """The clock's work: each space whose day has come, in a transaction of its own."""
    due = Space.objects.filter(deletion_due_at__lte=timezone.now()).order_by("deletion_due_at")
    return sum(_delete(pk) for pk in list(due.values_list("pk", flat=True)))


@transaction.atomic
def _delete(space_id: int) -> bool:
    """The space and all that hangs on it, its journal included; False when it was cancelled."""
    due = Space.objects.select_for_update().filter(deletion_due_at__lte=timezone.now())
    space = due.filter(pk=space_id).first()
    if space is None:
        return False
    with connection.cursor() as cursor:
        # What lets the journal go: only together with its space.
        cursor.execute("SELECT set_config('rsn.deleting_space', %s, true)", [str(space_id)])
    above.deleted(space_id)
    Circle.objects.filter(space=space).delete()
    space.delete()
    OutboxEvent.objects.filter(space_id=space_id).delete()
    record(SpaceDeleted(space_id=space_id))
    return True


def _write(space: Space, **values: object) -> None:
    Space.objects.filter(pk=space.pk).update(**values, version=F("version") + 1)
    space.refresh_from_db(fields=[*values, "version"])
