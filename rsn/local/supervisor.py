"""Keep services alive together, and end them together."""

import os
import signal
import time
from collections import defaultdict, deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from rsn.local import orphans, process
from rsn.local.logwatch import LogWatch
from rsn.local.program import Program, Service
from rsn.local.trouble import Trouble

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
CRASHES = 5  # this many within CRASH_SECONDS and we give up
CRASH_SECONDS = 60.0
PAUSES = (0.0, 0.5, 1.0, 2.0, 4.0)  # seconds before the first, second, … restart


class StopAsked(BaseException):
    """A signal asked everything to stop. Not an Exception: nobody catches it by accident."""


@dataclass
class Supervisor:
    """Services in the order they start; they end in the opposite order.

    `owner` marks every process that descends from us (see `orphans`); `say` prints one line.
    """

    owner: Path
    say: Callable[[str], None]
    parent: "Parent"
    services: list[Service] = field(default_factory=list)
    _asked: str = ""
    _watches: dict[str, LogWatch] = field(default_factory=dict)
    _crashes: dict[str, deque[float]] = field(
        default_factory=lambda: defaultdict(lambda: deque(maxlen=CRASHES))
    )
    _due: dict[str, float] = field(default_factory=dict)

    def listen(self) -> None:
        """Turn the signals that end a program into StopAsked, in the main thread."""
        for number in STOPPING:
            signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if not self._asked:  # a second Ctrl-C must not break the clean-up in two
            self._asked = signal.Signals(number).name
            raise StopAsked(self._asked)

    def heed(self) -> None:
        """Raise StopAsked when a signal, or the end of `make`, asked for it.

        To be called again and again: what a signal raises while Python runs a finalizer is
        printed and forgotten.
        """
        if self._asked:
            raise StopAsked(self._asked)
        self.parent.check()

    def add(self, service: Service) -> None:
        """Put a service under watch; it is started by its owner or by `tend`."""
        self.services.append(service)

    def tend(self) -> None:
        """Look once: restart what crashed, report new errors.

        Raises Trouble when a service crashes again and again, StopAsked as `heed`.
        """
        self.heed()
        for service in self.services:
            if isinstance(service, Program):  # servers log as errors what programs handle
                self._tell_errors(service)
            self._revive(service)

    def _tell_errors(self, program: Program) -> None:
        if program.name not in self._watches:
            self._watches[program.name] = LogWatch(program.name, program.log_file)
        for line in self._watches[program.name].new_errors():
            self.say(line)

    def _revive(self, service: Service) -> None:
        now = time.monotonic()
        if service.name in self._due:
            if now >= self._due[service.name]:
                del self._due[service.name]
                service.spawn()
            return
        if service.running is None or service.running.poll() is None:
            return
        process.kill_group(service.running)
        crashes = self._crashes[service.name]
        crashes.append(now)
        ending = _ending(service.running.returncode)
        if len(crashes) == CRASHES and now - crashes[0] < CRASH_SECONDS:
            last = process.last_error(service.log_file)
            raise Trouble(
                f"{service.name} keeps ending ({ending}), {CRASHES} times within a minute. "
                f"Its last words: {last} (all of them: {service.log_file})"
            )
        recent = sum(now - crash < CRASH_SECONDS for crash in crashes)
        self.say(f"{service.name} ended ({ending}); starting it again. Its log: {service.log_file}")
        self._due[service.name] = now + PAUSES[min(recent, len(PAUSES)) - 1]

    def stop_all(self) -> None:
        """End everything: programs together, then the servers they use, then any straggler."""
        with suppress(ValueError):  # not in the main thread: there is no handler to replace
            for number in STOPPING:
                signal.signal(number, signal.SIG_IGN)
        for service in reversed(self.services):
            service.ask_to_stop()
        for service in reversed(self.services):
            service.stop()
        orphans.end_marked(self.owner)


class Parent:
    """The `make` we were started by, if any: when it is told to end, so are we.

    make forwards SIGTERM only, and waits for ever for its child when SIGINT or SIGHUP reached
    make alone; killed, it leaves the child behind.
    """

    def __init__(self) -> None:
        self._pid = os.getppid() if os.environ.get("MAKELEVEL") else 0
        self._caught = self._signals_caught()

    def check(self) -> None:
        """Raise StopAsked when make has gone or has been asked to go."""
        if self._pid and os.getppid() != self._pid:
            raise StopAsked("make ended")
        if self._caught and not self._signals_caught() & self._caught:
            raise StopAsked("make was told to end")

    def _signals_caught(self) -> int:
        # While make obeys a signal, that signal is back to its default: the bit is cleared.
        interrupt = 1 << (signal.SIGINT - 1)
        with suppress(OSError):
            for line in Path(f"/proc/{self._pid}/status").read_text().splitlines():
                if line.startswith("SigCgt:"):
                    return int(line.split()[1], 16) & interrupt
        return 0


def _ending(code: int) -> str:
    if code >= 0:
        return f"exit status {code}"
    return f"killed by {signal.Signals(-code).name}"
