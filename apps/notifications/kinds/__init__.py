"""The kinds of notification. Each is declared once, in a module of its own: see `registry`."""

from apps.notifications.kinds.registry import (
    Kind,
    Said,
    Urgency,
    all_kinds,
    declare,
    kind_of,
    kinds_of_event,
)

__all__ = [
    "Kind",
    "Said",
    "Urgency",
    "all_kinds",
    "declare",
    "kind_of",
    "kinds_of_event",
]
