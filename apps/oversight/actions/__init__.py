from apps.oversight.actions.access import (
    approve_access,
    ask_access,
    close_access,
    decline_access,
    end_access,
    tell_access,
    withdraw_access,
)
from apps.oversight.actions.people import end_access_of, end_sessions_of
from apps.oversight.actions.reading import may_still_read, read_file, read_post, read_posts
from apps.oversight.actions.system import resume_mail, retry_deliveries
from apps.oversight.actions.units import join_units, place_unit

__all__ = [
    "approve_access",
    "ask_access",
    "close_access",
    "decline_access",
    "end_access",
    "end_access_of",
    "end_sessions_of",
    "join_units",
    "may_still_read",
    "place_unit",
    "read_file",
    "read_post",
    "read_posts",
    "resume_mail",
    "retry_deliveries",
    "tell_access",
    "withdraw_access",
]
