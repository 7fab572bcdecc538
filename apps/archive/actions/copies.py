"""A copy of a space for one of its owners: asked for, written by the queue, kept for a few days."""

from collections import Counter
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog
from django.core.cache import cache
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from apps.archive.actions.exporting import export_archive
from apps.archive.actions.lines import Scope
from apps.archive.models import SpaceExport
from apps.core.decisions import require
from apps.profiles.models import User
from apps.spaces.journal import Kind, note
from apps.spaces.models import Space
from apps.spaces.permissions import can_archive_space, standing

log = structlog.get_logger(__name__)

KEPT = timedelta(days=7)
LONGEST = timedelta(hours=2)
# With the files of the space in it.
SUFFIX = ".zip"
State = SpaceExport.State


@transaction.atomic
def ask_for_export(*, actor: User, space: Space) -> SpaceExport:
    """Have the space written for this owner; members read in the journal that it was asked for.

    While one is under way, asking again answers with it.
    """
    locked = Space.objects.select_for_update(no_key=True).get(pk=space.pk)
    require(can_archive_space(standing(actor, locked)))
    mine = SpaceExport.objects.filter(space=locked, asked_by=actor)
    if (before := mine.under_way().first()) is not None:
        return before
    note(locked, Kind.EXPORTED, actor=actor)
    return SpaceExport.objects.create(space=locked, asked_by=actor)


def write_export(export_id: int) -> None:
    """The queue's work. Done again, or after the space or the right to it was lost, nothing."""
    waiting = SpaceExport.objects.filter(pk=export_id, state=State.WAITING)
    if not waiting.update(state=State.RUNNING):
        return
    export = SpaceExport.objects.select_related("space", "asked_by").get(pk=export_id)
    if not SpaceExport.objects.visible_to(export.asked_by).filter(pk=export_id).exists():
        SpaceExport.objects.filter(pk=export_id).update(state=State.FAILED)
        return
    try:
        _write(export)
    except Exception:
        log.exception("export not written", export=export_id)
        SpaceExport.objects.filter(pk=export_id).update(state=State.FAILED)


def progress_of(export: SpaceExport) -> tuple[int, int]:
    """Lines written, and of how many; (0, 0) when nobody knows."""
    done, total = cache.get(_key(export)) or (0, 0)
    return done, total


def remove_old_exports() -> int:
    """What is over, or was never finished; returns how many went."""
    now = timezone.now()
    over = Q(expires_at__lte=now) | Q(asked_at__lte=now - KEPT, expires_at=None)
    SpaceExport.objects.under_way().filter(asked_at__lte=now - LONGEST).update(state=State.FAILED)
    gone = list(SpaceExport.objects.filter(over))
    for export in gone:
        if export.stored_as:
            default_storage.delete(export.stored_as)
        export.delete()
    return len(gone)


def _write(export: SpaceExport) -> None:
    total = _size(Scope(export.space, export.asked_by))

    def tell(counts: Counter[str]) -> None:
        cache.set(_key(export), (counts.total(), total), 3600)

    with TemporaryDirectory(prefix="rsn-export-") as folder:
        path = Path(folder) / f"space{SUFFIX}"
        export_archive(path, space=export.space, reader=export.asked_by, on_progress=tell)
        with path.open("rb") as content:
            stored_as = default_storage.save(f"exports/{export.uuid}{SUFFIX}", File(content))
        size = path.stat().st_size
    ready = SpaceExport.objects.filter(pk=export.pk)
    if not ready.update(
        state=State.READY, stored_as=stored_as, size=size, expires_at=timezone.now() + KEPT
    ):
        # The space was deleted meanwhile.
        default_storage.delete(stored_as)


def _size(scope: Scope) -> int:
    rows = (scope.people(), scope.memberships(), scope.posts(), scope.comments())
    return 1 + sum(part.count() for part in rows)


def _key(export: SpaceExport) -> str:
    return f"export.{export.pk}"
