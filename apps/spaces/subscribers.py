"""What spaces do when a person arrives or leaves."""

from apps.events.registry import Delivery, subscribe
from apps.profiles.events import PersonActivated, PersonDeactivated, ProfileChanged
from apps.spaces.tasks import settle_person


@subscribe(PersonActivated, PersonDeactivated, ProfileChanged)
def person_came_or_went(delivery: Delivery) -> None:
    settle_person.delay(delivery.event.person_id)
