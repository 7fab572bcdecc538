"""What one missed: the page, the mail that says it, and how that mail is looked at before."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from apps.digests.contents import choose
from apps.digests.letters import letter_of
from apps.mailing.composing import message_of
from apps.profiles.models import User
from tests.access.doors import NAME, TITLE, Door, Told, around

# Beyond the time in which words may be taken back.
LATER = timedelta(minutes=5)


def _digest(client: Client, told: Told) -> str:
    """The mail as it would leave now: headers, subject, text and HTML."""
    person = _person_of(client)
    if person is None:
        return "303 "
    letter = letter_of(person, "weekly", choose(person, "weekly", timezone.now() + LATER))
    if letter is None:
        return "200 nothing"
    message = message_of(letter)
    parts = [str(message.subject), str(message.extra_headers), str(message.body)]
    return "200 " + "\n".join([*parts, *(str(it[0]) for it in message.alternatives)])


def _person_of(client: Client) -> User | None:
    return User.objects.active().filter(pk=client.session.get("_auth_user_id")).first()


DOORS = [
    around("catch-up", "/catch-up/", NAME, TITLE),
    around("catch-up, since yesterday", "/catch-up/?since=yesterday", NAME, TITLE),
    around("catch-up, for a week", "/catch-up/?since=week", NAME, TITLE),
    around("catch-up, since an absence", "/catch-up/?since=absence", NAME, TITLE),
    Door("digest mail", _digest, is_inside=False),
    around("digest preview", "/settings/digest/preview/"),
    around("digest preview's mail", "/settings/digest/mail/"),
    around("digest settings", "/settings/digest/"),
]
