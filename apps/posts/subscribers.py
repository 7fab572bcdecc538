"""What posts do when something they show of others has changed."""

from apps.events.registry import Delivery, subscribe
from apps.files.events import FileSettled
from apps.posts.tasks import (
    end_guesthood_of,
    end_needless_guesthood_of,
    forget_cards_in,
    refresh_cards_of,
    renew_cards_of_file,
    tell_of_growth_in,
)
from apps.profiles.events import PersonDeactivated, ProfileChanged
from apps.spaces.events import (
    MembershipStarted,
    PersonExcluded,
    SpaceDeleted,
    SpaceKindChanged,
    SpaceReadersChanged,
)


@subscribe(ProfileChanged)
def author_looks_different(delivery: Delivery) -> None:
    refresh_cards_of.delay(delivery.event.person_id)


@subscribe(SpaceDeleted)
def space_is_gone(delivery: Delivery) -> None:
    forget_cards_in.delay(delivery.event.space_id)


@subscribe(FileSettled)
def file_settled(delivery: Delivery) -> None:
    renew_cards_of_file.delay(delivery.event.file_id)  # type: ignore[attr-defined]


@subscribe(MembershipStarted, SpaceReadersChanged, SpaceKindChanged)
def more_may_read(delivery: Delivery) -> None:
    tell_of_growth_in.delay(delivery.event.space_id)


@subscribe(MembershipStarted)
def guest_is_a_member_now(delivery: Delivery) -> None:
    end_needless_guesthood_of.delay(delivery.event.person_id, delivery.event.space_id)


@subscribe(PersonExcluded, PersonDeactivated)
def guest_is_out(delivery: Delivery) -> None:
    """Of the space; of all of them for who left the organisation."""
    end_guesthood_of.delay(delivery.event.person_id, delivery.event.space_id)
