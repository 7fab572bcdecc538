"""A real mail server in a thread: what arrives is kept, what is told to be refused is refused."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope, Session

from rsn.local import ports


@dataclass
class Arrived:
    """One mail as the server took it: `sender` and `recipient` are the envelope's."""

    sender: str
    recipient: str
    content: bytes

    @property
    def message(self) -> EmailMessage:
        found = message_from_bytes(self.content, policy=policy.default)
        assert isinstance(found, EmailMessage)
        return found

    @property
    def text(self) -> str:
        return self.message.get_body(("plain",)).get_content()

    @property
    def html(self) -> str:
        return self.message.get_body(("html",)).get_content()


@dataclass
class MailServer:
    """`recipients` and `refusing` map an address to the answer it gets instead of 250."""

    port: int
    arrived: list[Arrived] = field(default_factory=list)
    recipients: dict[str, str] = field(default_factory=dict)
    refusing: dict[str, str] = field(default_factory=dict)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: object, session: Session, envelope: Envelope, address: str, options: list
    ) -> str:
        if answer := self.recipients.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: object, session: Session, envelope: Envelope
    ) -> str:
        for address in envelope.rcpt_tos:
            if answer := self.refusing.get(address):
                return answer
            self.arrived.append(Arrived(envelope.mail_from or "", address, envelope.content))
        return "250 OK"


@pytest.fixture
def mail_server(settings) -> Iterator[MailServer]:
    """A mail server that takes everything, and this product told to use it."""
    server = MailServer(ports.free_port())
    controller = Controller(server, hostname=ports.HOST, port=server.port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = ports.HOST, server.port
    settings.DEFAULT_FROM_EMAIL = "rsn@aubrac.example"
    settings.RSN_ORGANISATION_NAME = "Aubrac"
    try:
        yield server
    finally:
        controller.stop()
