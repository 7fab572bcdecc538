"""Ports on this machine."""

import socket

HOST = "127.0.0.1"


def free_port() -> int:
    """Return a TCP port nobody listens on now; another program may still take it before us."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def is_taken(port: int) -> bool:
    """Whether a program already listens on `port`, here or on every address of the machine."""
    with socket.socket() as probe:
        # Without this, connections that closed a moment ago would look like a listener.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False
