"""Mail carries envelopes: one connection to the server for those that leave together."""

from collections.abc import Iterator
from contextlib import contextmanager

from apps.mailing.sending import open_connection, send
from apps.notifications.mails import letter_of
from apps.notifications.models import Channel, Envelope
from apps.notifications.sending.carriers import Carry, carries


@carries(Channel.MAIL)
@contextmanager
def by_mail() -> Iterator[Carry]:
    with open_connection() as connection:

        def carry(envelope: Envelope) -> bool:
            letter = letter_of(envelope)
            if letter is None:
                return False
            send(letter, connection=connection)
            return True

        yield carry
