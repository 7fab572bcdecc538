"""Find what a supervisor left running, by a mark in the environment that children inherit.

A child of a child may have left its process group; the mark stays with it. Linux only, where
/proc shows environments of one's own processes.
"""

import os
import signal
from contextlib import suppress
from pathlib import Path

from rsn.local import process

MARK = "RSN_LOCAL_OWNER"
GRACE_SECONDS = 4.0


def marked(owner: Path) -> list[int]:
    """Return the ids of the living processes that carry the mark of `owner`, ours excepted."""
    wanted = f"{MARK}={owner}".encode()
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        pid = int(entry.name)
        with suppress(OSError):
            # A zombie, dead but not yet reaped, has an empty environment.
            if pid != os.getpid() and wanted in (entry / "environ").read_bytes().split(b"\0"):
                found.append(pid)
    return found


def end_marked(owner: Path) -> int:
    """End every process that carries the mark, politely first; how many there were.

    When it returns, their ports and files are free.
    """
    first = marked(owner)
    _signal(first, signal.SIGTERM)
    if not process.wait_until(lambda: not marked(owner), GRACE_SECONDS, step=0.05):
        _signal(marked(owner), signal.SIGKILL)
        process.wait_until(lambda: not marked(owner), GRACE_SECONDS, step=0.05)
    process.wait_until(lambda: all(map(_has_ended, first)), GRACE_SECONDS, step=0.02)
    return len(first)


def _has_ended(pid: int) -> bool:
    """Whether it holds nothing any more: the environment goes a moment before the ports do."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return True
    return state in "ZX"


def _signal(pids: list[int], number: signal.Signals) -> None:
    for pid in pids:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, number)
