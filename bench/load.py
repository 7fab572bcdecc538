"""A small HTTP load generator: bare sockets in processes of their own.

It says what part of a core it used itself, so that one sees that it is not what was measured.
"""

import multiprocessing
import re
import selectors
import socket
import statistics
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

HOST = "127.0.0.1"
PROCESSES = 2
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass
class Result:
    """`latencies` in seconds, of the answers with the expected status; `others` by status.

    `cpu` is the part of the time (of its processes together) in which the generator computed.
    """

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    others: Counter[int] = field(default_factory=Counter)
    bytes_each: int = 0
    cpu: float = 0.0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.seconds if self.seconds else 0.0

    def quantile(self, share: float) -> float:
        """Latency in milliseconds that `share` of the answers stay under."""
        ordered = sorted(self.latencies) or [0.0]
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    @property
    def median(self) -> float:
        return 1000 * statistics.median(self.latencies or [0.0])


def load(
    port: int, requests: list[bytes], *, connections: int, seconds: float, status: int = 200
) -> Result:
    """Keep this many connections busy for so long, each with one of these requests."""
    share = [connections // PROCESSES] * PROCESSES if connections > 1 else [1]
    context = multiprocessing.get_context("spawn")
    with context.Pool(len(share)) as pool:
        parts = pool.starmap(
            _busy,
            [
                (port, requests[number :: len(share)] or requests, n, seconds, status)
                for number, n in enumerate(share)
            ],
        )
    whole = Result(seconds=seconds, bytes_each=parts[0].bytes_each)
    for part in parts:
        whole.latencies += part.latencies
        whole.others += part.others
        whole.cpu += part.cpu / len(parts)
    return whole


class _Connection:
    def __init__(self, port: int, request: bytes) -> None:
        self._request = request
        self.socket = socket.create_connection((HOST, port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._answer = bytearray()
        self._expected = -1
        self.asked_at = 0.0

    def ask(self) -> None:
        self._answer.clear()
        self._expected = -1
        self.asked_at = time.perf_counter()
        self.socket.sendall(self._request)

    def take(self) -> bytearray | None:
        """What has arrived, once it is a whole answer."""
        piece = self.socket.recv(262144)
        if not piece:
            raise ConnectionError("the server closed the connection")
        self._answer += piece
        if self._expected < 0 and (end := self._answer.find(b"\r\n\r\n")) >= 0:
            length = _LENGTH.search(self._answer, 0, end + 2)
            if not length:
                raise ValueError(f"an answer without a length: {bytes(self._answer[:end])!r}")
            self._expected = end + 4 + int(length[1])
        return self._answer if len(self._answer) == self._expected else None


def _busy(
    port: int, requests: list[bytes], connections: int, seconds: float, status: int
) -> Result:
    result = Result()
    selector = selectors.DefaultSelector()
    for number in range(connections):
        connection = _Connection(port, requests[number % len(requests)])
        selector.register(connection.socket, selectors.EVENT_READ, connection)
        connection.ask()
    end, computed = time.perf_counter() + seconds, time.process_time()
    while time.perf_counter() < end:
        for key, _ in selector.select(timeout=1):
            _continue(key.data, result, status)
    result.cpu = (time.process_time() - computed) / seconds
    for key in list(selector.get_map().values()):
        key.data.socket.close()
    return result


def _continue(connection: Any, result: Result, status: int) -> None:
    answer = connection.take()
    if answer is None:
        return
    given = int(answer[9:12])
    if given == status:
        result.latencies.append(time.perf_counter() - connection.asked_at)
        result.bytes_each = len(answer)
    else:
        result.others[given] += 1
    connection.ask()
