"""docker-compose.yml, read as Docker reads it, and run as processes of this machine.

A service's command and environment are taken as they are written; what changes is only where
things are: names of containers become ports of 127.0.0.1, paths of the image and of volumes become
directories. Postgres and Redis are the embedded ones.
"""

import os
import re
import subprocess
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from rsn.local import ports
from rsn.local.places import ROOT
from rsn.local.postgres import Postgres
from rsn.local.process import spawn, stop, tail, wait_until
from rsn.local.redis import Redis

COMPOSE = ROOT / "docker-compose.yml"
LISTENS = {"postgres": 5432, "redis": 6379, "web": 8000, "live": 8001}
_VARIABLE = re.compile(r"\$\$|\$\{(\w+)(?:(:-|:\?)((?:[^${}]|\$\{[^{}]*\})*))?\}")
START_SECONDS = 180.0
PROCESSES = ("web", "live", "relay", "worker", "notifier", "beat", "proxy")


class Missing(Exception):
    """A variable that the compose file insists on; carries the sentence Docker would print."""


def interpolated(text: str, values: dict[str, str]) -> str:
    """Replace `${NAME}`, `${NAME:-default}` and `${NAME:?sentence}`. Raises `Missing`."""

    def value(found: re.Match[str]) -> str:
        if found[0] == "$$":
            return "$"
        name, operator, rest = found.groups()
        if values.get(name):
            return values[name]
        if operator == ":?":
            raise Missing(f"required variable {name} is missing a value: {rest}")
        return interpolated(rest or "", values)

    return _VARIABLE.sub(value, text)


def _deeply(node: Any, values: dict[str, str]) -> Any:
    if isinstance(node, dict):
        return {key: _deeply(child, values) for key, child in node.items()}
    if isinstance(node, list):
        return [_deeply(child, values) for child in node]
    return interpolated(node, values) if isinstance(node, str) else node


def compose(values: dict[str, str] | None = None) -> dict[str, Any]:
    """The compose file; with `values`, its variables are replaced. Raises `Missing`."""
    document = yaml.safe_load(COMPOSE.read_text())
    return document if values is None else _deeply(document, values)


@dataclass
class Composition:
    """The services as processes. `image` is what the Dockerfile built."""

    directory: Path
    image: Path
    values: dict[str, str]
    postgres: Postgres
    redis: Redis
    ports: dict[str, int] = field(default_factory=dict)
    running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def __post_init__(self) -> None:
        names = ("web", "live", "http", "https", "health")
        self.ports = {name: ports.free_port() for name in names}
        self.ports |= {"postgres": self.postgres.port, "redis": self.redis.port}
        self._mount_media()
        values = self.values | {"BASE_URL": self.url}
        self.services: dict[str, Any] = compose(values)["services"]

    @property
    def url(self) -> str:
        return f"https://localhost:{self.ports['https']}"

    @property
    def authority(self) -> Path:
        """The certificate of Caddy's own authority, which signs for localhost."""
        return self.directory / "caddy" / "caddy" / "pki" / "authorities" / "local" / "root.crt"

    def start(self, *services: str) -> None:
        """Start services; wait until the health check of each, as it is written, is content."""
        for service in services:
            self.start_without_waiting(service)
        for service in services:
            well = wait_until(partial(self._is_well, service), START_SECONDS, step=0.3)
            assert well, f"{service}: {self.check(service)} {tail(self.log(service), 30)}"

    def start_without_waiting(self, service: str) -> None:
        self.running[service] = spawn(
            self.command(service),
            log=self.log(service),
            env=self.environment(service),
            cwd=self.image,
        )

    def run(self, service: str, command: list[str] | None = None) -> str:
        """Run a one-shot service, or another command in its place, to its end; what it printed."""
        done = subprocess.run(
            command or self.command(service),
            cwd=self.image,
            env=self.environment(service),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def stop(self, service: str) -> None:
        stop(self.running.pop(service), grace=15)

    def stop_all(self) -> None:
        for service in reversed(list(self.running)):
            self.stop(service)

    def check(self, service: str) -> "subprocess.CompletedProcess[str]":
        """The health check of a service, as Docker would run it inside the container."""
        kind, *words = self.services[service]["healthcheck"]["test"]
        words = [self.here(service, word) for word in words]
        return subprocess.run(
            words if kind == "CMD" else ["sh", "-c", *words],
            cwd=self.image,
            env=self.environment(service),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def _is_well(self, service: str) -> bool:
        return self.check(service).returncode == 0

    def command(self, service: str) -> list[str]:
        return [self.here(service, word) for word in self.services[service]["command"]]

    def environment(self, service: str) -> dict[str, str]:
        """What compose gives the service, and nothing of this process but where programs are."""
        own = self.services[service].get("environment", {})
        path = f"{self.image / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}"
        environment = {"PATH": path, "HOME": str(self.directory), "PYTHONUNBUFFERED": "1"}
        environment |= {name: self.here(service, str(value)) for name, value in own.items()}
        if service == "proxy":
            # What the image of Caddy sets, and ports that need no root.
            environment["XDG_DATA_HOME"] = self.here(service, "/data")
            environment["XDG_CONFIG_HOME"] = self.here(service, "/config")
            environment |= {
                f"CADDY_{name.upper()}_PORT": str(self.ports[name])
                for name in ("http", "https", "health")
            }
        return environment

    def log(self, service: str) -> Path:
        return self.directory / "log" / f"{service}.log"

    def here(self, service: str, word: str) -> str:
        """The same word where paths, names and ports are those of this machine."""
        for inside, outside in sorted(self._mounts(service).items(), reverse=True):
            word = re.sub(rf"(?<![\w/]){re.escape(inside)}(?=/|$)", str(outside), word)
        for name, port in LISTENS.items():
            address = f"127.0.0.1:{self.ports[name]}"
            word = word.replace(f"{name}:{port}", address).replace(f"127.0.0.1:{port}", address)
            if word == name:
                word = "127.0.0.1"
            if word == str(port):
                word = str(self.ports[name])
        word = word.replace("127.0.0.1:2020", f"127.0.0.1:{self.ports['health']}")
        return word.replace("0.0.0.0", "127.0.0.1")  # noqa: S104

    def _mount_media(self) -> None:
        """The volume that lies inside the folder which VAR_DIR names."""
        volume, inside = self.directory / "media", self.image / "var" / "media"
        volume.mkdir(exist_ok=True)
        if not inside.exists():
            inside.parent.mkdir(exist_ok=True)
            inside.symlink_to(volume)

    def _mounts(self, service: str) -> dict[str, Path]:
        mounts = {"/srv/rsn": self.image}
        for volume in self.services[service].get("volumes", []):
            source, target, *_ = volume.split(":")
            outside = ROOT / source if source.startswith(".") else self.directory / source
            if not source.startswith("."):
                outside.mkdir(parents=True, exist_ok=True)
            mounts[target] = outside
        return mounts
