"""The kinds of notification. Each is declared once, in a module of its own: see `registry`."""

from apps.notifications.kinds.registry import (
    Channels,
    Kind,
    Said,
    Urgency,
    all_kinds,
    declare,
    kind_of,
    kinds_of_event,
)

__all__ = [
    "Channels",
    "Kind",
    "Said",
    "Urgency",
    "all_kinds",
    "declare",
    "kind_of",
    "kinds_of_event",
]
