"""Whoever sits at a browser after its person signed out is not woken for them."""

from typing import cast

from apps.accounts.events import SessionEnded
from apps.events.registry import Delivery, subscribe
from apps.notifications.push.tasks import forget_devices
from apps.profiles.events import PersonDeactivated


@subscribe(SessionEnded)
def session_ended(delivery: Delivery) -> None:
    event = cast("SessionEnded", delivery.event)
    forget_devices.delay(event.person_id, event.session_digest)


@subscribe(PersonDeactivated)
def person_left(delivery: Delivery) -> None:
    forget_devices.delay(delivery.event.person_id, "")
