"""What oversight does when something happened; and the book it keeps."""

from apps.core.deeds import Deed, keep_deeds
from apps.events.registry import Delivery, subscribe
from apps.oversight import tasks
from apps.oversight.book import write_down
from apps.oversight.events import AccessOver, AccessTold


@subscribe(AccessOver)
def access_is_over(delivery: Delivery) -> None:
    tasks.close.delay(delivery.event.access_id)  # type: ignore[attr-defined]


@subscribe(AccessTold)
def access_is_told(delivery: Delivery) -> None:
    tasks.tell.delay(delivery.event.access_id)  # type: ignore[attr-defined]


@keep_deeds
def keep(done: Deed) -> None:
    write_down(done)
