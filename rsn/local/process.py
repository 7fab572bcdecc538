"""Start a child that cannot outlive us, and stop it with everything it started."""

import ctypes
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from rsn.local.account import Account

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def spawn(
    argv: Sequence[str],
    *,
    log: Path,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    stdin: int = subprocess.DEVNULL,
    account: Account | None = None,
    orphan_signal: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start `argv` in a session of its own, its output appended to `log`.

    The kernel sends it `orphan_signal` when this process dies, however it dies. That is tied to
    the *thread* that spawns: call this from a thread that lives as long as the child should.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        return subprocess.Popen(
            account.command(argv, orphan_signal) if account else list(argv),
            stdin=stdin,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(env) if env is not None else None,
            cwd=cwd,
            start_new_session=True,
            preexec_fn=_leash(orphan_signal),  # noqa: PLW1509 - one system call, no locks
            **(account.popen() if account else {}),
        )


def _leash(orphan_signal: signal.Signals) -> Callable[[], None]:
    parent = os.getpid()

    def in_child() -> None:
        if _libc is None:
            return
        _libc.prctl(PR_SET_PDEATHSIG, int(orphan_signal))
        # The parent may have died between the fork and the line above.
        if os.getppid() != parent:
            os._exit(1)

    return in_child


def stop(
    process: subprocess.Popen[bytes],
    *,
    ask: signal.Signals = signal.SIGTERM,
    grace: float = 5.0,
) -> None:
    """Ask a spawned process to end; after `grace` seconds end it and its whole group."""
    if process.poll() is None:
        send(process, ask)
    finish(process, grace=grace)


def finish(process: subprocess.Popen[bytes], *, grace: float) -> None:
    """Give a process that was asked to end `grace` seconds, then end it and its whole group."""
    wait_until(lambda: process.poll() is not None, grace)
    # What it had started may still be there, even when it went politely.
    kill_group(process)
    process.wait()


def send(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Send a signal, to nobody if the process has gone."""
    with suppress(ProcessLookupError):
        process.send_signal(number)


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill whatever is left in the session that `spawn` opened."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def wait_until(condition: Callable[[], bool], seconds: float, *, step: float = 0.02) -> bool:
    """Poll until `condition` holds; False if it did not within `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(step)
    return True


def tail(log: Path, lines: int = 3) -> str:
    """Return the last lines of a log on one line, for a sentence a person reads."""
    return " / ".join(line.strip() for line in _lines(log)[-lines:])


def last_error(log: Path) -> str:
    """Return the line that names the last exception in a log, or its last line."""
    lines = _lines(log)
    named = [line for line in lines if re.match(r"[\w.]*(Error|Exception|Exit|Interrupt)\b", line)]
    return (named or lines or ["nothing"])[-1]


def _lines(log: Path) -> list[str]:
    try:
        return log.read_text(errors="replace").strip().splitlines()
    except OSError:
        return []
