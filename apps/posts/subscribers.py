"""What posts do when something they show of others has changed."""

from apps.events.registry import Delivery, subscribe
from apps.posts.tasks import refresh_cards_of
from apps.profiles.events import ProfileChanged


@subscribe(ProfileChanged)
def author_looks_different(delivery: Delivery) -> None:
    refresh_cards_of.delay(delivery.event.person_id)
