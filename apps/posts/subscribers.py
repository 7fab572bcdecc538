"""What posts do when something they show of others has changed."""

from apps.events.registry import Delivery, subscribe
from apps.files.events import FileSettled
from apps.posts.tasks import refresh_cards_of, renew_cards_of_file
from apps.profiles.events import ProfileChanged


@subscribe(ProfileChanged)
def author_looks_different(delivery: Delivery) -> None:
    refresh_cards_of.delay(delivery.event.person_id)


@subscribe(FileSettled)
def file_settled(delivery: Delivery) -> None:
    renew_cards_of_file.delay(delivery.event.file_id)  # type: ignore[attr-defined]
