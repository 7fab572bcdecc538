"""The files of a form one writes in: those it has, and what was wrong with the others."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from apps.files.limits import most_megabytes
from apps.files.models import StoredFile
from apps.files.types import Family
from apps.posts.attached import kind_of
from apps.posts.forms import AttachingForm, files_in
from apps.posts.models import Attachment, Comment, Draft, Post


@dataclass(frozen=True, slots=True)
class TrayItem:
    """`about`: kind and size, or why it is refused. `thumb` is "" without a picture."""

    uuid: UUID
    url: str
    name: str
    about: str
    thumb: str
    is_picture: bool
    alt: str


@dataclass(frozen=True, slots=True)
class Tray:
    items: list[TrayItem] = field(default_factory=list)
    error: str = ""
    most_megabytes: int = 0


def tray_of(
    user: Any,
    *,
    form: AttachingForm | None = None,
    sent: Mapping[str, str] | None = None,
    said: Post | Comment | Draft | None = None,
) -> Tray:
    """What was sent with a form that came back, what was kept (`sent`), or what stands there."""
    error = ""
    if form is not None:
        error = " ".join(map(str, form.errors.get("files", [])))
        items = _own(user, form.sent_files, form.sent_alts)
    elif sent:
        items = _own(user, files_in([sent.get("files", "")]), {})
    elif said is not None:
        items = [tray_item(attachment) for attachment in _standing(user, said)]
    else:
        items = []
    return Tray(items, error, most_megabytes())


def tray_item(attachment: Attachment, alt: str | None = None) -> TrayItem:
    """Needs `file` loaded."""
    file, url = attachment.file, attachment.get_absolute_url()
    is_picture = file.family == Family.PICTURE
    is_ready = file.state == StoredFile.State.READY
    return TrayItem(
        uuid=file.uuid,
        url=url,
        name=file.name,
        about=str(file.get_refusal_display()) if file.refusal else kind_of(file),
        thumb=f"{url}?w=320" if is_picture and is_ready else "",
        is_picture=is_picture,
        alt=attachment.alt if alt is None else alt,
    )


def _own(user: Any, wanted: list[UUID], alts: Mapping[UUID, str]) -> list[TrayItem]:
    rows = Attachment.objects.visible_to(user).filter(file__uploader=user, file__uuid__in=wanted)
    found = {row.file.uuid: row for row in rows.select_related("file")}
    return [tray_item(found[uuid], alts.get(uuid)) for uuid in wanted if uuid in found]


def _standing(user: Any, said: Post | Comment | Draft) -> Iterable[Attachment]:
    role = {Post: "post", Comment: "comment", Draft: "draft"}[type(said)]
    rows = Attachment.objects.visible_to(user).filter(**{role: said})
    return rows.select_related("file").in_order()
