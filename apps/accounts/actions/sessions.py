"""Where a person is signed in, and ending it. The live floor closes the sockets of what ends."""

from collections.abc import Iterable
from hashlib import sha256

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from apps.accounts.events import SessionEnded
from apps.events.actions import record
from apps.profiles.models import User


def digest(session_key: str | None) -> str:
    """How an event names a session without giving away its key."""
    return sha256((session_key or "").encode()).hexdigest()


def live_digests(person_id: int) -> set[str]:
    """The sessions of this person that are neither ended nor expired, as events name them."""
    keys = UserSession.objects.filter(user_id=person_id).values_list("session_key", flat=True)
    live = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    return {digest(key) for key in live.values_list("session_key", flat=True)}


@transaction.atomic
def forget_session(*, person_id: int, session_key: str) -> None:
    """Take note that this session is over; the caller has destroyed it."""
    UserSession.objects.filter(session_key=session_key).delete()
    record(SessionEnded(person_id=person_id, session_digest=digest(session_key)))


@transaction.atomic
def end_sessions(sessions: Iterable[UserSession]) -> None:
    """End these sessions, wherever they are open."""
    for session in sessions:
        session.end()
        record(SessionEnded(person_id=session.user_id, session_digest=digest(session.session_key)))


def end_session(*, person: User, session_id: int) -> None:
    """End one of a person's own sessions; nothing when it is not theirs or already over."""
    end_sessions(UserSession.objects.filter(user=person, pk=session_id))


@transaction.atomic
def end_every_session(person_id: int) -> None:
    """End all of a person's sessions. Idempotent."""
    for session in UserSession.objects.filter(user_id=person_id):
        session.end()
    record(SessionEnded(person_id=person_id))


@transaction.atomic
def change_password(*, person: User, password: str) -> None:
    """Set a new password. Every session dies with the old one; the one it was changed in goes on
    under a new key.
    """
    person.set_password(password)
    person.save(update_fields=["password"])
    for session in UserSession.objects.filter(user=person):
        record(SessionEnded(person_id=person.pk, session_digest=digest(session.session_key)))
