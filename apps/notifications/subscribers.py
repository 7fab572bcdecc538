"""What happens is noted as work to do; the queue does it. A row in Postgres is the note, so that
nothing is lost with the queue."""

from apps.events.registry import Delivery, subscribe, subscribe_to_all
from apps.hours.events import HoursChanged, OrganisationHoursChanged
from apps.notifications import tasks
from apps.notifications.events import NotificationsDue
from apps.notifications.telling import plan
from apps.posts.events import AuthorAnonymised, CommentWithdrawn, GuestEnded, PostWithdrawn
from apps.profiles.events import PersonDeactivated, ProfileChanged
from apps.spaces.events import (
    AccessRevoked,
    InvitationWithdrawn,
    SpaceKindChanged,
    SpaceReadersChanged,
)


@subscribe_to_all
def somebody_is_concerned(delivery: Delivery) -> None:
    if plan(delivery):
        tasks.tell_of.delay(delivery.id)


@subscribe(NotificationsDue)
def window_has_passed(delivery: Delivery) -> None:
    tasks.deliver_told.delay(delivery.event.told_id)  # type: ignore[attr-defined]


@subscribe(AccessRevoked)
def access_was_lost(delivery: Delivery) -> None:
    tasks.forget_of_space.delay(delivery.event.person_id, delivery.event.space_id)


@subscribe(GuestEnded)
def post_is_given_no_more(delivery: Delivery) -> None:
    tasks.forget_given.delay(delivery.event.person_id, delivery.event.post_id)  # type: ignore[attr-defined]


@subscribe(SpaceKindChanged, SpaceReadersChanged)
def space_is_stricter(delivery: Delivery) -> None:
    tasks.forget_strangers.delay(delivery.event.space_id)


@subscribe(ProfileChanged, InvitationWithdrawn)
def person_moved(delivery: Delivery) -> None:
    tasks.forget_unreadable.delay(delivery.event.person_id)


@subscribe(PersonDeactivated)
def person_left(delivery: Delivery) -> None:
    tasks.forget_person.delay(delivery.event.person_id)


@subscribe(PostWithdrawn)
def post_is_withdrawn(delivery: Delivery) -> None:
    tasks.forget_post.delay(delivery.event.post_id)  # type: ignore[attr-defined]


@subscribe(CommentWithdrawn)
def comment_is_withdrawn(delivery: Delivery) -> None:
    tasks.forget_comment.delay(delivery.event.comment_id)  # type: ignore[attr-defined]


@subscribe(AuthorAnonymised)
def author_took_their_name_off(delivery: Delivery) -> None:
    tasks.forget_author.delay(delivery.event.person_id, delivery.event.space_id)


@subscribe(HoursChanged)
def hours_are_others(delivery: Delivery) -> None:
    tasks.plan_again.delay(delivery.event.person_id)


@subscribe(OrganisationHoursChanged)
def everybodys_hours_are_others(delivery: Delivery) -> None:
    del delivery
    tasks.plan_again.delay(None)
