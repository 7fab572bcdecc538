"""`manage.py receive_mail`: take what the mail server hands over, until told to stop."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.mailing.lmtp import LmtpDoor


class Command(BaseCommand):
    help = "Takes answers to mails, and mails that came back, from a mail server (LMTP)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--listen",
            default="127.0.0.1:8024",
            help="Address and port, reached by the mail server and by nobody else.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        host, _colon, port = options["listen"].rpartition(":")
        if not (host and port.isdecimal() and int(port) < 65536):
            raise CommandError("--listen takes an address and a port, such as 127.0.0.1:8024.")
        ended = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: ended.set())
        door = LmtpDoor(host.strip("[]"), int(port))
        door.start()
        self.stdout.write(f"takes mail at {options['listen']}")
        self.stdout.flush()
        ended.wait()
        door.stop()
