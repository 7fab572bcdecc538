"""The embedded servers by themselves."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest
import redis

from rsn.local import process
from rsn.local.account import unprivileged
from rsn.local.postgres import Postgres, embedded_postgres
from rsn.local.redis import Redis, embedded_redis
from rsn.local.trouble import Trouble
from tests.local.conftest import eventually


def _write(server: Postgres, text: str) -> None:
    with psycopg2.connect(server.url) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS note (text text)")
        cursor.execute("INSERT INTO note VALUES (%s)", [text])


def _notes(server: Postgres) -> list[str]:
    with psycopg2.connect(server.url) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT text FROM note")
        return [text for (text,) in cursor.fetchall()]


def test_postgres_keeps_what_was_written(tmp_path: Path) -> None:
    for text in ("été", "ça"):
        with embedded_postgres(tmp_path / "pg", durable=True) as server:
            _write(server, text)
            written = _notes(server)

    assert written == ["été", "ça"]
    assert server.running is None


def test_postgres_keeps_what_was_written_before_a_kill(tmp_path: Path) -> None:
    server = Postgres(tmp_path / "pg")
    server.start()
    _write(server, "before")
    assert server.running is not None
    server.running.kill()
    server.running.wait()

    with embedded_postgres(tmp_path / "pg", durable=True) as again:
        assert _notes(again) == ["before"]


def test_a_postgres_whose_owner_was_killed_ends_or_is_ended(tmp_path: Path) -> None:
    program = (
        "import os, sys; from pathlib import Path; from rsn.local.postgres import Postgres;"
        "server = Postgres(Path(sys.argv[1])); server.start();"
        "print(server.running.pid, flush=True); os.kill(os.getpid(), 9)"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "pg")]
    pid = int(subprocess.run(command, stdout=subprocess.PIPE, check=False).stdout)

    with embedded_postgres(tmp_path / "pg", durable=True) as server:
        assert server.is_ready()
        assert not Path(f"/proc/{pid}/cwd").exists()


def test_a_stale_pid_of_another_program_is_no_obstacle(tmp_path: Path) -> None:
    with embedded_postgres(tmp_path / "pg", durable=False) as server:
        lock = server.data / "postmaster.pid"
        lines = lock.read_text().split("\n")
    # Of the account Postgres runs under: of others it knows that they are no Postgres of its own.
    log, account = tmp_path / "other.log", unprivileged()
    other = process.spawn(["sleep", "60"], log=log, account=account)
    lock.write_text("\n".join([str(other.pid), *lines[1:]]))

    with embedded_postgres(tmp_path / "pg", durable=False) as server:
        assert server.is_ready()
    assert other.poll() is None
    process.stop(other)


def test_half_a_cluster_is_made_again(tmp_path: Path) -> None:
    half = tmp_path / "pg" / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18")

    with embedded_postgres(tmp_path / "pg", durable=False) as server:
        assert server.is_ready()


def test_postgres_wants_its_password_and_gives_no_superuser(tmp_path: Path) -> None:
    with embedded_postgres(tmp_path / "pg", durable=False) as server:
        with pytest.raises(psycopg2.OperationalError, match="password"):
            psycopg2.connect(server.url.replace(server.url.split(":")[2].split("@")[0], "guess"))
        with psycopg2.connect(server.url) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('is_superuser'), version()")
            superuser, version = cursor.fetchone() or ("", "")

    assert superuser == "off"
    assert version.startswith("PostgreSQL 18")


def test_a_postgres_that_cannot_start_says_where_to_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rsn.local.postgres.ATTEMPTS", 1)
    with embedded_postgres(tmp_path / "pg", durable=False) as server:
        pass
    (server.data / "postgresql.conf").write_text("no_such_setting = 1\n")

    with pytest.raises(Trouble, match=r"pg\.log and ends with: .*no_such_setting"):
        server.start()
    server.stop()


def test_redis_wants_its_password_and_keeps_its_queue(tmp_path: Path) -> None:
    with embedded_redis(tmp_path / "redis", durable=True) as server:
        redis.Redis.from_url(server.url).set("task", "1")
        with pytest.raises(redis.AuthenticationError):
            redis.Redis(port=server.port).ping()
    with embedded_redis(tmp_path / "redis", durable=True) as server:
        assert redis.Redis.from_url(server.url).get("task") == b"1"


def test_redis_can_be_spawned_again_on_its_port(tmp_path: Path) -> None:
    server = Redis(tmp_path / "redis")
    server.start()
    url, first = server.url, server.running
    assert first is not None
    first.send_signal(signal.SIGKILL)
    first.wait()
    server.spawn()

    assert server.wait_ready()
    assert server.url == url
    server.stop()


def test_a_second_start_makes_no_cluster_again(tmp_path: Path) -> None:
    made = []
    for _ in range(2):
        with embedded_postgres(tmp_path / "pg", durable=True):
            version = (tmp_path / "pg" / "data" / "PG_VERSION").stat()
            made.append((version.st_ino, version.st_mtime_ns))

    assert made[0] == made[1]


def test_stopping_leaves_no_process(tmp_path: Path) -> None:
    with (
        embedded_postgres(tmp_path / "pg", durable=False) as postgres,
        embedded_redis(tmp_path / "redis") as server,
    ):
        assert postgres.running is not None
        assert server.running is not None
        groups = [postgres.running.pid, server.running.pid]

    for group in groups:
        with pytest.raises(ProcessLookupError):
            os.killpg(group, 0)
    eventually(lambda: not (tmp_path / "pg" / "data" / "postmaster.pid").exists())
