"""The malware scanner: clamd, asked over its socket (`INSTREAM`) when one is configured."""

import socket
import struct
from enum import Enum
from typing import IO
from urllib.parse import urlsplit

from django.conf import settings

PIECE = 64 * 1024
SECONDS = 60


class Verdict(Enum):
    CLEAN = "clean"
    INFECTED = "infected"
    UNSCANNABLE = "unscannable"


class ScannerAway(Exception):
    """It could not be asked. The file waits; it is asked again."""


def is_configured() -> bool:
    return bool(settings.RSN_CLAMD_ADDRESS)


def scan(stream: IO[bytes]) -> Verdict:
    """Ask about these bytes, from the beginning. Without a scanner everything is clean.

    Raises `ScannerAway`.
    """
    if not is_configured():
        return Verdict.CLEAN
    stream.seek(0)
    try:
        with _connected(settings.RSN_CLAMD_ADDRESS) as channel:
            return _verdict(_ask(channel, stream))
    except OSError as problem:
        raise ScannerAway(str(problem)) from problem


def _connected(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "unix":
        channel = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        channel.settimeout(SECONDS)
        channel.connect(parts.path)
        return channel
    return socket.create_connection((parts.hostname or "", parts.port or 3310), timeout=SECONDS)


def _ask(channel: socket.socket, stream: IO[bytes]) -> str:
    """`INSTREAM` in its null-terminated form; each piece after its length, a zero at the end."""
    channel.sendall(b"zINSTREAM\0")
    try:
        while piece := stream.read(PIECE):
            channel.sendall(struct.pack("!I", len(piece)) + piece)
        channel.sendall(struct.pack("!I", 0))
    except (BrokenPipeError, ConnectionResetError):
        # Beyond its limit clamd answers and hangs up in the middle.
        pass
    answer = b""
    while not answer.endswith(b"\0") and (more := channel.recv(4096)):
        answer += more
    return answer.rstrip(b"\0\n").decode(errors="replace")


def _verdict(answer: str) -> Verdict:
    """`stream: OK`, `stream: Eicar-Signature FOUND`, `INSTREAM size limit exceeded. ERROR`."""
    if answer.endswith(": OK"):
        return Verdict.CLEAN
    if answer.endswith(" FOUND"):
        return Verdict.INFECTED
    if "size limit exceeded" in answer:
        return Verdict.UNSCANNABLE
    raise ScannerAway(answer or "it hung up without an answer")
