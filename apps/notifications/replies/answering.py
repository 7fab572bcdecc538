"""What is written back to somebody whose answer could not become a comment.

Only ever to the address the person has here, whoever the mail says it is from: a forged sender
gets nothing. Their words go back with it, so that nothing they typed is lost.
"""

from django.conf import settings
from django.utils.translation import gettext as _, override

from apps.core.counting import at_most
from apps.mailing.letters import Letter
from apps.mailing.sending import TemporaryFailure, Undeliverable, send
from apps.profiles.models import User

TEMPLATE = "emails/notifications/not_taken"
# So many are written to a person in an hour, lest two programs talk to each other.
MOST_AN_HOUR = 5


def write_back(person: User, *, why: str, words: str, reference: str = "") -> None:
    """`why` is a sentence in the person's language; see `in_their_language`."""
    if not at_most(MOST_AN_HOUR, "replies.written-back", person.pk):
        return
    letter = Letter(
        to=person.email,
        language=person.language or settings.LANGUAGE_CODE,
        template=TEMPLATE,
        context={"why": why, "words": words[:20_000]},
        in_reply_to=reference if "@" in reference else "",
        # Nobody answers this one either (RFC 3834).
        headers={"Auto-Submitted": "auto-replied"},
    )
    try:
        send(letter)
    except (Undeliverable, TemporaryFailure):
        # The comment was not written and cannot be said to be: their mail server keeps what they
        # sent. A second attempt would take the mail a second time.
        return


def in_their_language(person: User) -> override:
    return override(person.language or settings.LANGUAGE_CODE)


def not_there() -> str:
    """The same for what was withdrawn, what is not readable any more, and what never was."""
    return _("What you answered is no longer there for you. Your answer was not published.")
