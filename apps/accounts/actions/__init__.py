from apps.accounts.actions.addresses import change_email, confirm_email, confirm_emails
from apps.accounts.actions.invitations import (
    accept_invitation,
    ask_to_join,
    create_person,
    find_open_invitation,
    forget_invitations,
    invite_person,
    open_administrator,
    person_awaiting,
    withdraw_invitation,
)
from apps.accounts.actions.sessions import (
    change_password,
    digest,
    end_every_session,
    end_session,
    end_sessions,
    forget_session,
    live_digests,
)

__all__ = [
    "accept_invitation",
    "ask_to_join",
    "change_email",
    "change_password",
    "confirm_email",
    "confirm_emails",
    "create_person",
    "digest",
    "end_every_session",
    "end_session",
    "end_sessions",
    "find_open_invitation",
    "forget_invitations",
    "forget_session",
    "invite_person",
    "live_digests",
    "open_administrator",
    "person_awaiting",
    "withdraw_invitation",
]
