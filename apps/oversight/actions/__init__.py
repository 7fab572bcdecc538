from apps.oversight.actions.access import (
    approve_access,
    ask_access,
    close_access,
    decline_access,
    end_access,
    withdraw_access,
)
from apps.oversight.actions.reading import read_post, read_posts

__all__ = [
    "approve_access",
    "ask_access",
    "close_access",
    "decline_access",
    "end_access",
    "read_post",
    "read_posts",
    "withdraw_access",
]
