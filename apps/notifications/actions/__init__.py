from apps.notifications.actions.choices import (
    set_conversation,
    set_preference,
    set_space_level,
)
from apps.notifications.actions.reading import (
    mark_all_read,
    mark_conversation_read,
    mark_read,
)

__all__ = [
    "mark_all_read",
    "mark_conversation_read",
    "mark_read",
    "set_conversation",
    "set_preference",
    "set_space_level",
]
