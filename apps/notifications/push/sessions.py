"""To which session a browser's subscription belongs: it ends with it."""

from allauth.usersessions.models import UserSession

from apps.accounts.actions import digest
from apps.profiles.requests import SignedInRequest


def session_digest_of(request: SignedInRequest) -> str:
    """The name of this session, which is among those its person is shown and may end."""
    UserSession.objects.create_from_request(request)
    return digest(request.session.session_key)
