"""The door through which a mail server hands us mails (LMTP, RFC 2033).

It is for the mail server beside us: there is no password, and it listens where only that server
reaches it.
"""

from asyncio import get_running_loop
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import structlog
from aiosmtpd.controller import Controller
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import Envelope, Session
from django.db import connections

from apps.mailing.intake import MOST_BYTES, Arrival, is_ours, take_in

log = structlog.get_logger(__name__)

AT_ONCE = 4
MOST_RECIPIENTS = 20
TAKEN, NOBODY = "250 2.0.0 taken", "550 5.1.1 no such mailbox here"
LATER, TOO_MANY = "451 4.3.0 not now, try again", "452 4.5.3 too many recipients"


class _LMTP(LMTP):
    # Mail servers hand on lines as people's programs wrote them.
    line_length_limit = 100_000


class LmtpDoor(Controller):
    """Listens from `start()` to `stop()`, in a thread of its own."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(_Handler(), hostname=host, port=port)

    def factory(self) -> LMTP:
        return _LMTP(
            self.handler,
            data_size_limit=MOST_BYTES,
            enable_SMTPUTF8=True,
            decode_data=False,
            ident="LMTP",
            timeout=120,
            loop=self.loop,
        )


class _Handler:
    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(AT_ONCE, "lmtp")

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return TOO_MANY
        if not is_ours(address):
            return NOBODY
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 known"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: Any, session: Session, envelope: Envelope
    ) -> str:
        """One answer for each recipient, in their order."""
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        loop = get_running_loop()
        answers = []
        for recipient in envelope.rcpt_tos:
            arrival = Arrival(envelope.mail_from or "", recipient, content)
            answers.append(await loop.run_in_executor(self._threads, _take, arrival))
        return "\r\n".join(answers)


def _take(arrival: Arrival) -> str:
    try:
        return TAKEN if take_in(arrival) else NOBODY
    except Exception:
        log.exception("mail_not_taken")
        return LATER
    finally:
        connections.close_all()
