"""What arrives is checked by a worker, not while its sender waits."""

from apps.events.registry import Delivery, subscribe
from apps.files.events import FileReceived
from apps.files.tasks import settle_file


@subscribe(FileReceived)
def file_arrived(delivery: Delivery) -> None:
    settle_file.delay(delivery.event.file_id)  # type: ignore[attr-defined]
