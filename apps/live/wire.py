"""What goes over the socket: frames out, frames in. Ids and names only, never content."""

import json
from dataclasses import dataclass
from typing import Any

from apps.accounts.events import SessionEnded
from apps.events.registry import Delivery
from apps.profiles.events import PersonDeactivated
from apps.spaces.events import AccessRevoked

PATH = "/ws/live/"
LONGEST_FRAME = 4096  # characters a browser may send at once
BIGGEST_ID = 2**63 - 1

NO_SESSION = 4401
SESSION_ENDED = 4403
MALFORMED = 4400

# What closes sockets needs no frame.
UNTOLD = (SessionEnded, PersonDeactivated)

RESYNC = '{"type":"resync"}'


class Malformed(ValueError):
    """The client sent what no client of ours sends."""


@dataclass(frozen=True, slots=True)
class Watch:
    """Tell me of these spaces too; with `since`, beginning after that number."""

    space_ids: tuple[int, ...]
    since: int | None = None


@dataclass(frozen=True, slots=True)
class Ping:
    """Is anybody there?"""


def hello(cursor: int) -> str:
    return json.dumps({"type": "hello", "cursor": cursor}, separators=(",", ":"))


def pong(cursor: int) -> str:
    return json.dumps({"type": "pong", "cursor": cursor}, separators=(",", ":"))


def refused(space_ids: list[int]) -> str:
    return json.dumps({"type": "refused", "spaces": space_ids}, separators=(",", ":"))


def event_frame(delivery: Delivery) -> str:
    """The frame of an event. Who took someone's access away is not for the socket to say."""
    event = delivery.event
    if isinstance(event, AccessRevoked):
        return revoked_frame(delivery.number, event.space_id)
    frame = {
        "type": "event",
        "number": delivery.number,
        "name": event.name,
        "space": event.space_id,
        "keys": event.keys,
        "actor": event.actor_id,
    }
    return json.dumps(frame, separators=(",", ":"))


def revoked_frame(number: int, space_id: int | None) -> str:
    frame = {"type": "event", "number": number, "name": AccessRevoked.name, "space": space_id}
    return json.dumps(frame | {"keys": [], "actor": None}, separators=(",", ":"))


def parse_since(text: str) -> int | None:
    """The number in `?since=`; None when absent. Raises `Malformed`."""
    if not text:
        return None
    # str.isdigit also accepts digits of other scripts.
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(BIGGEST_ID))):
        raise Malformed("not a number")
    return _id(int(text))


def parse(text: str | None) -> Watch | Ping:
    """A client's frame. Raises `Malformed`."""
    if text is None or len(text) > LONGEST_FRAME:
        raise Malformed("not a short text")
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError):
        raise Malformed("not JSON") from None
    match frame:
        case {"type": "ping"}:
            return Ping()
        case {"type": "watch", "spaces": list(spaces)}:
            since = frame.get("since")
            ids = tuple(dict.fromkeys(_whole(space) for space in spaces))
            return Watch(ids, None if since is None else _id(since))
    raise Malformed("no such frame")


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise Malformed("not an id")
    return value


def _id(value: Any) -> int:
    if not 0 <= _whole(value) <= BIGGEST_ID:
        raise Malformed("out of range")
    return int(value)
