"""What a Postgres that was killed leaves behind."""

import os
import signal
from pathlib import Path

from rsn.local import process

STOP_SECONDS = 15.0


def end_leftover_postmaster(data: Path) -> None:
    """Make `data` ready for a new server: end one that still runs there, forget one that died.

    Postgres keeps its process id in `postmaster.pid` and refuses to start when that id is alive,
    even when it now belongs to another program (after a reboot, or in a restarted container).
    """
    lock = data / "postmaster.pid"
    try:
        pid = int(lock.read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return
    for number in (signal.SIGINT, signal.SIGKILL):
        if not _serves(pid, data):
            break
        os.kill(pid, number)
        process.wait_until(lambda: not _serves(pid, data), STOP_SECONDS)
    lock.unlink(missing_ok=True)


def _serves(pid: int, data: Path) -> bool:
    # A postmaster works inside its data directory: that tells it from any other program.
    try:
        return Path(f"/proc/{pid}/cwd").readlink().samefile(data)
    except OSError:
        return False
