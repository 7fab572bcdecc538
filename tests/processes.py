"""The network as it runs: a real web process and a real relay on the test database."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from subprocess import Popen
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
import pytest_django
from django.db import connection

from apps.events.models import OutboxEvent
from rsn.local import ports
from rsn.local.places import ROOT
from rsn.local.process import send, spawn, stop, tail, wait_until

START_SECONDS = 120.0


class Network:
    """Starts, kills and starts again the programs of an installation, each by its name.

    `web` answers at `url`; what a program printed is in `logs/NAME.log`.
    """

    def __init__(
        self, logs: Path, environment: dict[str, str], smtp: tuple[int, Path] | None = None
    ) -> None:
        """`smtp`: the port of the mail server, and the file it notes each mail in."""
        self.logs = logs
        self._smtp = smtp
        self.port = ports.free_port()
        self.environment = environment | {"PORT": str(self.port), "BASE_URL": self.url}
        self._running: dict[str, Popen[bytes]] = {}

    @property
    def url(self) -> str:
        return f"http://{ports.HOST}:{self.port}"

    @property
    def socket_url(self) -> str:
        return f"ws://{ports.HOST}:{self.port}/ws/live/"

    def command(self, name: str) -> list[str]:
        """What production runs, for `web`, `relay…`, `worker`, `notifier`, `beat`; and `smtp`."""
        web = ["-m", "uvicorn", "rsn.asgi:application", "--host", ports.HOST, "--port"]
        web += [str(self.port), "--no-access-log", "--ws-per-message-deflate", "false"]
        web += ["--timeout-graceful-shutdown", "3", "--log-level", "warning"]
        celery = ["-m", "celery", "-A", "rsn", "--quiet"]
        worker = [*celery, "worker", "--without-gossip", "--without-mingle", "--concurrency"]
        commands = {
            "web": web,
            "worker": [*worker, "1"],
            "notifier": [*worker, "2", "--queues", "notify,mail", "--hostname", "notifier@%h"],
            "beat": [*celery, "beat", "--schedule", str(self.logs / "beat"), "--pidfile="],
            "smtp": ["tests/faults/smtp.py", *map(str, self._smtp or ())],
        }
        return [sys.executable, *commands.get(name, ["manage.py", "relay"])]

    def start(self, *names: str) -> None:
        """Start these programs and wait for the web process to answer and a relay to deliver."""
        for name in names:
            self._running[name] = spawn(
                self.command(name), log=self.log(name), env=self.environment, cwd=ROOT
            )
        for name in names:
            if not wait_until(lambda name=name: self._is_up(name), START_SECONDS):
                raise AssertionError(f"{name} did not start: {tail(self.log(name), 20)}")

    def kill(self, name: str, number: signal.Signals = signal.SIGKILL) -> None:
        """Send a signal and wait for the end; SIGKILL is what a crash looks like."""
        program = self._running.pop(name)
        send(program, number)
        program.wait(60)
        stop(program)

    def revive(self) -> None:
        """Start again what ended by itself, as the demo's supervisor and compose do: Celery's
        worker may, when Redis goes while it acknowledges."""
        for name, program in list(self._running.items()):
            if program.poll() is not None:
                stop(program)
                self.start(name)

    def pid(self, name: str) -> int:
        return self._running[name].pid

    def stop_all(self) -> None:
        for program in self._running.values():
            stop(program)
        self._running.clear()

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def _is_up(self, name: str) -> bool:
        if self._running[name].poll() is not None:
            return False
        if name == "web":
            return self._answers()
        said = self.log(name).read_text(errors="replace")
        if name == "smtp":
            return "takes mail" in said
        is_celery = name in ("worker", "notifier", "beat")
        return is_celery or "relay delivers" in said or "relay is a spare" in said

    def _answers(self) -> bool:
        with suppress(OSError):
            try:
                urlopen(f"{self.url}/healthz", timeout=2).close()  # noqa: S310 - our own
            except HTTPError:
                return True
            return True
        return False


_networks: list[Network] = []


@pytest.fixture(scope="session")
def network(
    django_db_setup: None,
    django_db_blocker: pytest_django.DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Network]:
    """A web process and a relay on this session's test database and Redis, for all tests."""
    if not _networks:
        name = connection.settings_dict["NAME"]
        url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
        logs = tmp_path_factory.mktemp("network")
        _networks.append(Network(logs, dict(os.environ) | {"DATABASE_URL": url}))
        _networks[0].start("web", "relay")
    try:
        yield _networks[0]
    finally:
        _networks[0].stop_all()
        with django_db_blocker.unblock():
            # Postgres sees the end of a client a moment later, and drops no database in use.
            wait_until(lambda: not _other_sessions(), 10)


def _other_sessions() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])


def everything_delivered() -> bool:
    """Whether the relay has delivered whatever was recorded."""
    return not OutboxEvent.objects.filter(delivered_at=None).exists()


def eventually(condition, seconds: float = 60.0, step: float = 0.05):
    """The first true answer of `condition`, within `seconds`; fails otherwise."""
    deadline = time.monotonic() + seconds
    while not (answer := condition()):
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(step)
    return answer
