"""From the relay to every live process: one channel-layer group, rung with each delivery.

The layer may lose a message; a process notices by the gap in the numbers and asks the database.
"""

import asyncio
import threading
from functools import cache
from types import SimpleNamespace
from typing import Any

from channels.layers import get_channel_layer

from apps.events.registry import Delivery, restore

GROUP = "deliveries"
PATIENCE = 5.0  # seconds


def publish(delivery: Delivery) -> None:
    """Tell every live process, from synchronous code. Raises when the layer cannot be reached."""
    sending = get_channel_layer().group_send(GROUP, _as_message(delivery))
    asyncio.run_coroutine_threadsafe(sending, _loop()).result(PATIENCE)


def delivery_of(message: dict[str, Any]) -> Delivery | None:
    """The delivery a message carries; None for an event that only another release knows."""
    event = restore(SimpleNamespace(**message))
    return Delivery(message["id"], message["number"], event) if event else None


def _as_message(delivery: Delivery) -> dict[str, Any]:
    event = delivery.event
    return {
        "type": "live.delivery",
        "id": delivery.id,
        "number": delivery.number,
        "name": event.name,
        "space_id": event.space_id,
        "person_id": event.person_id,
        "actor_id": event.actor_id,
        "payload": event.payload(),
    }


@cache
def _loop() -> asyncio.AbstractEventLoop:
    """One loop for the life of the process: the layer's connection belongs to a loop."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="live-layer", daemon=True).start()
    return loop
