"""What can be in the way of a start, each said in one clear sentence."""

import os
import shutil
from pathlib import Path

from rsn.local import ports
from rsn.local.trouble import Trouble

ROOM = 400 * 2**20  # bytes free: a new cluster, its journal and the demo company


def chosen_port() -> int:
    """Return the port of the environment's PORT, 8000 without. Raises Trouble if unusable."""
    text = os.environ.get("PORT", "").strip() or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise Trouble(f"PORT={text} is not a port: give a number between 1024 and 65535.")
    port = int(text)
    if ports.is_taken(port):
        other = port + 1 if port < 65535 else port - 1
        raise Trouble(
            f"Port {port} of this machine is taken (or reserved): stop the program that uses it, "
            f"or choose another port with `make demo PORT={other}`."
        )
    return port


def ensure_room(directory: Path) -> None:
    """Raise Trouble when the disk of `directory` is nearly full."""
    free = shutil.disk_usage(directory).free
    if free < ROOM:
        raise Trouble(
            f"The disk is too full: {directory} has {free // 2**20} MB left, "
            f"{ROOM // 2**20} MB are needed."
        )


def ensure_writable(directory: Path) -> None:
    """Raise Trouble when another account made `directory` and keeps it closed to us."""
    if not os.access(directory, os.W_OK | os.X_OK):
        raise Trouble(
            f"{directory} belongs to another account: run this as the account that made it, "
            "or remove that directory."
        )
