"""Everything that happens may concern a browser."""

from apps.events.registry import Delivery, subscribe_to_all
from apps.live.layer import publish


@subscribe_to_all
def tell_live_processes(delivery: Delivery) -> None:
    publish(delivery)
