"""The installation that docker-compose.yml describes, running as processes of this machine."""

import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from rsn.local.postgres import embedded_postgres
from rsn.local.redis import embedded_redis
from tests.deploy.composition import PROCESSES, Composition
from tests.deploy.dockerfile import build
from tests.deploy.visitor import Visitor

PASSWORD = "un-mot-de-passe-de-chef"
CHIEF = "chief@example.org"


def ensure_caddy() -> None:
    """Fail in one line where there is no Caddy and none can be installed."""
    if shutil.which("caddy"):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        install = ["apt-get", "install", "--yes", "--no-install-recommends", "caddy"]
        for command in (["apt-get", "update", "--quiet"], install):
            subprocess.run(command, capture_output=True, check=False)
    if not shutil.which("caddy"):
        pytest.fail("These tests need Caddy on the PATH: apt-get install caddy.", pytrace=False)


@pytest.fixture(scope="session")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory that the build stage of the Dockerfile makes."""
    directory = tmp_path_factory.mktemp("image")
    build(directory)
    return directory


@pytest.fixture(scope="session")
def installation(image: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Composition]:
    """Everything up and well, an empty database migrated, on https://localhost."""
    ensure_caddy()
    directory = tmp_path_factory.mktemp("installation")
    directory.chmod(0o755)  # the server's own account must reach its data
    with (
        embedded_postgres(directory / "postgres-server", durable=False) as postgres,
        embedded_redis(directory / "redis-server") as redis,
    ):
        values = {
            "DOMAIN": "localhost",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "POSTGRES_PASSWORD": urlsplit(postgres.url).password or "",
            "REDIS_PASSWORD": urlsplit(redis.url).password or "",
            "EMAIL_URL": "smtp://127.0.0.1:9",
        }
        stack = Composition(directory, image, values, postgres, redis)
        try:
            stack.run("migrate")
            stack.start(*PROCESSES)
            yield stack
        finally:
            stack.stop_all()


@pytest.fixture(scope="session")
def chief(installation: Composition) -> Visitor:
    """The first administrator: made by the command, let in by its link, signed in by the form."""
    command = ["python", "manage.py", "create_administrator", CHIEF, "--name", "Camille Chef"]
    link = installation.run("web", command).split()[-1]
    newcomer = Visitor(installation.url, installation.authority)
    opened = newcomer.submit(link, display_name="Camille Chef", password=PASSWORD)
    assert opened.status in (302, 303), opened.text
    visitor = Visitor(installation.url, installation.authority)
    signed_in = visitor.submit("/accounts/login/", login=CHIEF, password=PASSWORD)
    assert signed_in.status in (302, 303), signed_in.text
    return visitor
