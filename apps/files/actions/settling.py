"""What happens to a file before anybody is given it: scanned, and a picture made anew."""

from datetime import timedelta
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from apps.events.actions import record
from apps.files import pictures, storage
from apps.files.events import FileSettled
from apps.files.models import Rendition, StoredFile
from apps.files.scanning import Verdict, scan
from apps.files.types import Family

_REFUSALS = {
    Verdict.INFECTED: StoredFile.Refusal.INFECTED,
    Verdict.UNSCANNABLE: StoredFile.Refusal.UNSCANNABLE,
}


def waiting_files(*, older_than: timedelta, most: int) -> list[int]:
    """Ids of files that arrived so long ago and were not settled: the queue lost them."""
    waiting = StoredFile.objects.unsettled(timezone.now() - older_than)
    return list(waiting.values_list("pk", flat=True)[:most])


def settle_file(file_id: int, *, is_told: bool = True) -> None:
    """Make the file ready, or refuse it. Doing it twice, or at the same time, does it once.

    Not `is_told`: no event is recorded, where nobody has been shown it waiting. Raises
    `ScannerAway` when it cannot be known yet; the file waits then.
    """
    scanning = StoredFile.State.SCANNING
    file = StoredFile.objects.known([file_id]).filter(state=scanning).first()
    if file is None:
        return None
    try:
        with storage.opened(file.stored_as) as stream:
            verdict = scan(stream)
            if refusal := _REFUSALS.get(verdict):
                return _refuse(file, refusal, is_told=is_told)
            if file.family != Family.PICTURE:
                return _ready(file, [], is_told=is_told)
            made, small = pictures.remake(stream, file.mime)
    except (FileNotFoundError, pictures.Unreadable):
        return _refuse(file, StoredFile.Refusal.UNREADABLE, is_told=is_told)
    _keep(file, made, small)
    return _ready(file, small, is_told=is_told)


def _keep(file: StoredFile, made: pictures.Made, small: list[pictures.Made]) -> None:
    """The bytes, before any row names them. What was sent goes with the rest of the folder."""
    file.stored_as = f"{file.folder}/clean"
    file.size, file.sha256 = len(made.content), sha256(made.content).hexdigest()
    file.width, file.height = made.width, made.height
    storage.put(file.stored_as, made.content)
    for picture in small:
        storage.put(f"{file.folder}/{picture.width}.{picture.format}", picture.content)


@transaction.atomic
def _ready(file: StoredFile, small: list[pictures.Made], *, is_told: bool) -> None:
    if not _still_waits(file):
        return
    file.state = StoredFile.State.READY
    file.save(update_fields=["state", "stored_as", "size", "sha256", "width", "height"])
    Rendition.objects.bulk_create(
        Rendition(file=file, width=it.width, format=it.format, size=len(it.content)) for it in small
    )
    if is_told:
        record(FileSettled(person_id=file.uploader_id, file_id=file.pk))
    if file.family == Family.PICTURE:
        transaction.on_commit(lambda: storage.drop_one(f"{file.folder}/sent"))


@transaction.atomic
def _refuse(file: StoredFile, refusal: StoredFile.Refusal, *, is_told: bool) -> None:
    if not _still_waits(file):
        return
    file.state, file.refusal = StoredFile.State.REFUSED, refusal
    file.save(update_fields=["state", "refusal"])
    if is_told:
        record(FileSettled(person_id=file.uploader_id, file_id=file.pk))
    transaction.on_commit(lambda: storage.drop(file.folder))


def _still_waits(file: StoredFile) -> bool:
    locked = StoredFile.objects.select_for_update().filter(pk=file.pk)
    return locked.filter(state=StoredFile.State.SCANNING).exists()
