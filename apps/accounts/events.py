from dataclasses import dataclass

from apps.events.registry import Event


@dataclass(frozen=True, kw_only=True)
class InvitationIssued(Event):
    """An invitation waits to be mailed."""

    name = "invitation.issued"

    invitation_id: int


@dataclass(frozen=True, kw_only=True)
class SessionEnded(Event):
    """A session of `person_id` is over: signed out, revoked, or the password changed.

    `session_digest` is the sha256 of the session's key, in hexadecimal; empty for all sessions.
    """

    name = "session.ended"
    goes_to_space = False

    session_digest: str = ""
