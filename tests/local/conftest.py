"""A stub of the product in a directory of its own, with the real `rsn.local` in it."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from rsn.local import orphans, ports
from rsn.local.places import ROOT

STUB = Path(__file__).parent / "stub"
COMPILED = shutil.ignore_patterns("__pycache__", "*.mo")
# Seconds for what takes one, on a machine whose every core has something else to do.
PATIENCE = 90
# The servers of this test run, and its make, are no business of the programs under test.
NOT_INHERITED = ("DATABASE_URL", "REDIS_URL", "MAKELEVEL", "MAKEFLAGS", orphans.MARK)


def eventually(condition: Callable[[], object], seconds: float = PATIENCE) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


@dataclass
class Checkout:
    """A checkout, the stub's or this one, and the commands started in it."""

    root: Path
    directory: Path
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    def local(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        return self.start([sys.executable, "-m", "rsn.local", *arguments], **environment)

    def start(self, command: list[str], **environment: str) -> subprocess.Popen[str]:
        inherited = {name: text for name, text in os.environ.items() if name not in NOT_INHERITED}
        with (self.root / f"out-{len(self.started)}").open("w") as output:
            process = subprocess.Popen(
                command,
                cwd=self.root,
                env=inherited | environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                text=True,
            )
        self.started.append(process)
        return process

    def said(self, process: subprocess.Popen[str]) -> str:
        return (self.root / f"out-{self.started.index(process)}").read_text()

    def demo(self, port: int, seconds: float = PATIENCE) -> subprocess.Popen[str]:
        """Start the demo and wait until it says that it is ready."""
        process = self.local("demo", PORT=str(port))
        self.wait_ready(process, seconds)
        return process

    def wait_ready(self, process: subprocess.Popen[str], seconds: float = PATIENCE) -> None:
        eventually(
            lambda: "Ready: http" in self.said(process) or process.poll() is not None, seconds
        )
        assert process.poll() is None, self.said(process)

    def living(self) -> list[int]:
        """The ids of what the demo started and that still lives."""
        return orphans.marked(self.directory)

    def calls(self) -> list[str]:
        """The `manage.py` commands that were run, in order."""
        called = self.root / "called"
        return called.read_text().split() if called.exists() else []

    def pid_of(self, program: str) -> int:
        """The process of a program or server of the demo, by its command line; 0 without."""
        for pid in self.living():
            with suppress(OSError):
                words = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
                # A worker's own children look the same, but do not lead a session.
                if os.getsid(pid) == pid and re.search(program, words):
                    return pid
        return 0


@pytest.fixture
def stub(tmp_path: Path) -> Iterator[Checkout]:
    """The real `rsn.local` around a stub of the product: starts in a second."""
    root = tmp_path / "checkout"
    shutil.copytree(STUB, root)
    shutil.copytree(ROOT / "rsn" / "local", root / "rsn" / "local", ignore=COMPILED)
    shutil.copy(ROOT / "Makefile", root)
    yield from _checkout(root)


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Checkout]:
    """A copy of this checkout, so that nobody's own demo is touched."""
    root = tmp_path / "checkout"
    root.mkdir()
    for name in ("manage.py", "uv.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, root)
    for name in ("apps", "rsn", "templates", "static", "locale"):
        if (ROOT / name).exists():
            shutil.copytree(ROOT / name, root / name, ignore=COMPILED)
    yield from _checkout(root)


def _checkout(root: Path) -> Iterator[Checkout]:
    checkout = Checkout(root, root / "var" / "demo")
    yield checkout
    for process in checkout.started:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE)
    assert orphans.end_marked(checkout.directory) == 0, "the test left processes behind"


@pytest.fixture
def port() -> int:
    return ports.free_port()
