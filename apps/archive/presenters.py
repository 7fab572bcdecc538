"""The copies of a space that one of its owners asked for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from apps.archive.actions import progress_of
from apps.archive.models import SpaceExport
from apps.spaces.models import Space
from apps.spaces.presenters import SpaceHeader, space_header


@dataclass(frozen=True, slots=True)
class ExportRow:
    """`url` is where it can be had while it is ready; `done` of `total` lines are written."""

    asked_at: datetime
    state: str
    is_under_way: bool
    url: str
    size: str
    expires_at: datetime | None
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class ExportPage:
    space: SpaceHeader
    rows: list[ExportRow]
    is_under_way: bool


def export_page(user: Any, space: Space) -> ExportPage:
    """For an owner: their own copies, newest first. One query besides those of the head."""
    mine = SpaceExport.objects.visible_to(user).filter(space=space).order_by("-asked_at")[:10]
    rows = [_row(space, export) for export in mine]
    return ExportPage(space_header(user, space), rows, any(row.is_under_way for row in rows))


def _row(space: Space, export: SpaceExport) -> ExportRow:
    is_ready = export.state == SpaceExport.State.READY
    is_under_way = export.state in {SpaceExport.State.WAITING, SpaceExport.State.RUNNING}
    done, total = progress_of(export) if is_under_way else (0, 0)
    return ExportRow(
        asked_at=export.asked_at,
        state=export.get_state_display(),
        is_under_way=is_under_way,
        url=reverse("space_export_file", args=[space.slug, export.uuid]) if is_ready else "",
        size=filesizeformat(export.size) if is_ready else "",
        expires_at=export.expires_at,
        done=min(done, total),
        total=total,
    )
