"""A file arrives: looked at, kept, and handed on to be checked."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.core.errors import InvalidInput
from apps.events.actions import record
from apps.files import pictures, storage
from apps.files.actions.removing import remove_file
from apps.files.events import FileReceived
from apps.files.limits import check_kind, check_size, named
from apps.files.models import StoredFile
from apps.files.names import clean_name
from apps.files.searchable import refresh_searchable
from apps.files.sniffing import sniff
from apps.files.types import Family, Type
from apps.profiles.models import User


def receive_file(
    *,
    uploader: User,
    upload: Any,
    key: UUID | None = None,
    created_at: datetime | None = None,
    is_told: bool = True,
) -> StoredFile:
    """Keep a Django file (`name`, `size`, bytes); it is shown to others once it was settled.

    With the same `key` again, the file of the first time is answered. Not `is_told`: it is
    settled by a round, and no event is recorded. Raises `InvalidInput("files", …)` for what is
    too large, of a kind that is not taken, or no picture although it begins like one.
    """
    if before := _sent_before(uploader, key):
        return before
    name = named(upload)
    check_size(name, upload.size)
    kind = sniff(upload.file)
    check_kind(name, kind)
    check_size(name, upload.size, kind.family)
    file = _row(uploader, upload, kind, key, created_at or timezone.now())
    try:
        file.save(force_insert=True)
    except IntegrityError:
        return StoredFile.objects.get(uploader=uploader, key=key)
    storage.put(file.stored_as, upload.file)
    _arrived(file, is_told=is_told)
    return file


def _sent_before(uploader: User, key: UUID | None) -> StoredFile | None:
    """What this key brought the first time. A file that was cut off on its way starts again."""
    before = StoredFile.objects.filter(uploader=uploader, key=key).first() if key else None
    if before is not None and before.state == StoredFile.State.UPLOADING:
        remove_file(before)
        return None
    return before


def _row(
    uploader: User, upload: Any, kind: Type, key: UUID | None, created_at: datetime
) -> StoredFile:
    file = StoredFile(
        uploader=uploader,
        name=clean_name(str(upload.name or ""), kind),
        mime=kind.mime,
        family=kind.family,
        size=upload.size,
        sha256=storage.digest_of(upload.file),
        key=key,
        created_at=created_at,
    )
    file.stored_as = f"{file.folder}/sent"
    if kind.family == Family.PICTURE:
        file.width, file.height = _measured(upload, kind)
    return file


def _measured(upload: Any, kind: Type) -> tuple[int, int]:
    name = {"name": named(upload)}
    try:
        return pictures.measure(upload.file, kind.mime)
    except pictures.TooManyPixels:
        raise InvalidInput("files", _("“%(name)s” has too many pixels.") % name) from None
    except pictures.Unreadable:
        raise InvalidInput(
            "files", _("“%(name)s” is damaged: it could not be read as a picture.") % name
        ) from None


@transaction.atomic
def _arrived(file: StoredFile, *, is_told: bool) -> None:
    file.state = StoredFile.State.SCANNING
    file.save(update_fields=["state"])
    refresh_searchable([file])
    if is_told:
        record(FileReceived(person_id=file.uploader_id, file_id=file.pk))
