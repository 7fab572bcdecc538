"""How each channel hands an envelope over. One carrier a channel, made known by `@carries`."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from apps.notifications.models import Channel, Envelope

# Hands the envelope over: True when it left, False when there is nothing to say any more. Raises
# `mailing.sending.TemporaryFailure` to be asked again with the same envelope, `Undeliverable` for
# good. Called with envelopes of its channel, inside the person's hours, each by one process.
Carry = Callable[[Envelope], bool]
# Opens what several envelopes share (a connection), for as long as they are carried.
Carrier = Callable[[], AbstractContextManager[Carry]]

_carriers: dict[str, Carrier] = {}


def carries(channel: Channel) -> Callable[[Carrier], Carrier]:
    """Have the decorated context manager carry this channel's envelopes."""

    def register(carrier: Carrier) -> Carrier:
        _carriers[channel] = carrier
        return carrier

    return register


def carrier_of(channel: Channel) -> Carrier | None:
    """None while nothing carries this channel: what is due waits."""
    return _carriers.get(channel)
