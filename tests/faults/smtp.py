"""A mail server to be killed: each mail it took is a line of a file before it says so.

`python tests/faults/smtp.py PORT FILE`
"""

import json
import os
import signal
import sys
from email import message_from_bytes
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope, Session


class Taking:
    def __init__(self, file: Path) -> None:
        self._file = file

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: object, session: Session, envelope: Envelope
    ) -> str:
        message = message_from_bytes(envelope.content)
        line = {"id": message["Message-ID"].strip("<>"), "to": envelope.rcpt_tos[0]}
        with self._file.open("a") as taken:
            taken.write(json.dumps(line) + "\n")
            taken.flush()
            os.fsync(taken.fileno())
        return "250 OK"


if __name__ == "__main__":
    controller = Controller(Taking(Path(sys.argv[2])), hostname="127.0.0.1", port=int(sys.argv[1]))
    controller.start()
    print("takes mail", flush=True)  # noqa: T201
    signal.sigwait([signal.SIGTERM, signal.SIGINT])
    controller.stop()
