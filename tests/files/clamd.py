"""A small clamd: listens on a real socket and answers `INSTREAM` as its manual says."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

SIGN = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
MOST = 2 * 1024 * 1024


class Clamd:
    """`received` is what it was given; `says` overrides its own judgement."""

    def __init__(self, says: bytes = b"") -> None:
        self.says = says
        self.received: list[bytes] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"tcp://127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def _serve(self) -> None:
        while True:
            try:
                channel, _peer = self._listener.accept()
            except OSError:
                return
            with channel:
                self._answer(channel)

    def _answer(self, channel: socket.socket) -> None:
        stream = channel.makefile("rb")
        assert stream.read(10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack("!I", stream.read(4))[0]:
            content += stream.read(length)
            if len(content) > MOST:
                # It answers, hangs up, and reads no more.
                channel.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.received.append(content)
        verdict = b"stream: Eicar-Signature FOUND" if SIGN in content else b"stream: OK"
        channel.sendall((self.says or verdict) + b"\0")

    def stop(self) -> None:
        # Closing alone does not wake a thread that waits in accept().
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)


@contextmanager
def clamd(says: bytes = b"") -> Iterator[Clamd]:
    server = Clamd(says)
    server._thread.start()
    try:
        yield server
    finally:
        server.stop()
