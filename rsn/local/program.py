"""One program the supervisor keeps alive."""

import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from rsn.local import process
from rsn.local.places import ROOT


class Service(Protocol):
    """What the supervisor knows of a program or a server."""

    running: subprocess.Popen[bytes] | None

    @property
    def name(self) -> str: ...

    @property
    def log_file(self) -> Path: ...

    def spawn(self) -> subprocess.Popen[bytes]: ...

    def ask_to_stop(self) -> None: ...

    def stop(self) -> None: ...


@dataclass
class Program:
    """A command of ours: web, relay, worker, beat."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str]
    log_file: Path
    grace: float = 5.0
    running: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    _asked: bool = field(default=False, repr=False)

    def spawn(self) -> subprocess.Popen[bytes]:
        """Start it, without waiting."""
        self._asked = False
        self.running = process.spawn(self.argv, log=self.log_file, env=self.env, cwd=ROOT)
        return self.running

    def ask_to_stop(self) -> None:
        """Ask it to end, without waiting; once, as celery takes a second time for impatience."""
        if self.running is not None and not self._asked:
            self._asked = True
            process.send(self.running, signal.SIGTERM)

    def stop(self) -> None:
        """End it, within `grace` seconds or at once."""
        if self.running is not None:
            self.ask_to_stop()
            process.finish(self.running, grace=self.grace)
            self.running = None
