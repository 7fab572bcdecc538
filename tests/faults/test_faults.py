"""Everything is killed once while three people write. Nothing acknowledged is lost or doubled."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg2
import pytest

from rsn.local.places import ROOT
from rsn.local.postgres import Postgres
from rsn.local.redis import Redis
from rsn.local.servers import application_environment
from tests.faults.people import Person, Record, pause
from tests.processes import Network, eventually

pytestmark = pytest.mark.slow

WORKING = 2.5  # seconds between two faults


@dataclass
class Stage:
    """An installation with servers of its own, so that they can be killed too."""

    network: Network
    postgres: Postgres
    redis: Redis
    world: dict[str, Any]

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with psycopg2.connect(self.postgres.url) as connection, connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with ExitStack() as running:
        # Not pytest's own directory, which every run closes again to other accounts: the embedded
        # Postgres may run under one.
        directory = Path(running.enter_context(TemporaryDirectory(prefix="rsn-faults-")))
        directory.chmod(0o755)
        postgres = Postgres(directory / "postgres", durable=False)
        running.callback(postgres.stop)
        postgres.start()
        redis = Redis(directory / "redis", durable=False)
        running.callback(redis.stop)
        redis.start()
        environment = dict(os.environ) | application_environment(directory, mode="test")
        environment |= {"DATABASE_URL": postgres.url, "REDIS_URL": redis.url}
        network = Network(directory, environment)
        running.callback(network.stop_all)
        world = _world(environment)
        network.start("web", "relay", "worker")
        yield Stage(network, postgres, redis, world)


def _world(environment: dict[str, str]) -> dict[str, Any]:
    command = [sys.executable, str(Path("tests/faults/world.py"))]
    environment = environment | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@contextmanager
def people_at_work(stage: Stage) -> Iterator[Record]:
    """Three people write, one of them also reads and one keeps a tab open."""
    record, stop = Record(), threading.Event()
    cookies, space = stage.world["cookies"], stage.world["space"]
    people = [Person(stage.network.port, cookie, record, stop) for cookie in cookies]
    work = [threading.Thread(target=one.write, args=[space]) for one in people]
    work.append(threading.Thread(target=people[0].read, args=[space]))
    work.append(threading.Thread(target=people[1].listen))
    for thread in work:
        thread.start()
    try:
        yield record
        _everything_heard(stage, record)
    finally:
        stop.set()
        for thread in work:
            thread.join(30)


def _everything_heard(stage: Stage, record: Record) -> None:
    """Wait until every post there is has come to the open tab."""

    def is_heard() -> bool:
        return all(record.events[f"post.{pk}"] for (pk,) in written)

    written = stage.rows("SELECT id FROM posts_post")
    eventually(is_heard, 30)


def test_everything_breaks_once(stage):
    network = stage.network
    with people_at_work(stage) as record:
        pause(WORKING)
        for name in ("relay", "worker", "web"):
            record.broken = name
            network.kill(name)
            pause(WORKING)
            network.start(name)
            record.broken = "nothing"
            pause(WORKING)

        record.broken = "redis"
        stage.redis.running.send_signal(signal.SIGKILL)
        stage.redis.running.wait(10)
        pause(2 * WORKING)
        stage.redis.spawn()
        assert stage.redis.wait_ready()
        pause(WORKING)
        record.broken = "nothing"
        pause(WORKING)

        record.broken = "postgres"
        stage.postgres.stop()
        pause(WORKING)
        stage.postgres.spawn()
        assert stage.postgres.wait_ready()
        pause(WORKING)
        record.broken = "nothing"
        pause(WORKING)

    for program in ("relay", "worker", "redis", "nothing"):
        assert record.pages[program] > 5, "the premise: people were working"
        assert not record.failures[program], record.details
    bodies = [body for (body,) in stage.rows("SELECT text FROM posts_post")]
    missing = [key for key in record.acknowledged if f"Message {key}" not in bodies]
    assert missing == [], [record.acknowledged.index(key) for key in missing]
    assert len(bodies) == len(set(bodies))
    assert len(record.acknowledged) > 50
    assert len(bodies) - len(record.acknowledged) <= len(stage.world["cookies"])

    eventually(
        lambda: not stage.rows("SELECT 1 FROM events_outboxevent WHERE delivered_at IS NULL")
    )
    assert stage.rows("SELECT count(*) FROM events_faileddelivery") == [(0,)]
    numbers = stage.rows("SELECT count(*), count(DISTINCT number) FROM events_outboxevent")
    assert numbers[0][0] == numbers[0][1]
