"""Servers that several commands share, and that end with the last of them.

Every user of the servers holds the lock `users` in common with the others. The keeper, a process
of its own, owns the servers and waits for that lock alone: it gets it when the last user is gone,
killed or not. While the servers go down it keeps the lock, so that newcomers wait.
"""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from rsn.local import locks, process
from rsn.local.places import ROOT
from rsn.local.servers import embedded_servers
from rsn.local.trouble import Trouble

START_SECONDS = 90.0


def join(directory: Path) -> dict[str, str]:
    """Become a user of the servers under `directory`, starting them if nobody has.

    Gives DATABASE_URL and REDIS_URL, good until this process ends; a program it turns into by
    `exec` stays a user. Raises Trouble when the servers cannot start.
    """
    user = locks.take(directory / "users", shared=True)
    os.set_inheritable(user, True)
    with locks.alone(directory / "start"):
        keeper, state = directory / "keeper", directory / "servers.json"
        # One on its way out still holds its lock when its note is gone.
        process.wait_until(lambda: state.exists() or not locks.is_held(keeper), START_SECONDS)
        if not locks.is_held(keeper):
            _start_keeper(directory)
        urls: dict[str, str] = json.loads(state.read_text())
    return urls


def _start_keeper(directory: Path) -> None:
    state, log = directory / "servers.json", directory / "keeper.log"
    state.unlink(missing_ok=True)
    log.unlink(missing_ok=True)
    with log.open("ab") as output:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "rsn.local", "keep", str(directory)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=ROOT,
            start_new_session=True,
        )
    process.wait_until(lambda: state.exists() or keeper.poll() is not None, START_SECONDS)
    if not state.exists():
        raise Trouble(process.tail(log, 1) or f"The servers did not start; see {log}.")
    # It outlives this process by design; Python need not remind us of it.
    keeper.returncode = 0


def keep(directory: Path) -> None:
    """Run the servers under `directory` until their last user is gone."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    own = locks.take_if_free(directory / "keeper")
    if own is None:
        raise Trouble(f"The servers of {directory} are already being started.")
    state = directory / "servers.json"
    with embedded_servers(directory, durable=True) as urls:
        fresh = state.with_suffix(".new")
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps(urls))
        fresh.rename(state)
        try:
            locks.take(directory / "users")
        finally:
            state.unlink(missing_ok=True)
