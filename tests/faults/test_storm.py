"""A storm of 5,000 notifications while everything is killed: each mail that is wanted leaves once,
everything is on screen once.

A server that dies between taking a mail and saying so is sent the same mail again, with the same
Message-ID (docs/decisions/0012): such repeats are counted, and are one mail to mail programs.
"""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg2
import pytest

from rsn.local import ports, process
from rsn.local.places import ROOT
from rsn.local.postgres import Postgres
from rsn.local.redis import Redis
from rsn.local.servers import application_environment
from tests.faults.people import pause
from tests.faults.storm import ANSWERS, ASKERS, NOTIFICATIONS, PEOPLE
from tests.processes import Network, eventually

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1500)]

PROGRAMS = ("relay", "notifier", "beat", "smtp")
DOWN, UP = 1.0, 4.0  # seconds something is dead, and everything lives
# Everything that was claimed by the dead is taken up again within the lease (two minutes), and
# what the mail server refused within its pauses.
PATIENCE = 900.0

WAITING = """
    SELECT (SELECT count(*) FROM notifications_telling)
         + (SELECT count(*) FROM notifications_notification WHERE delivered_at IS NULL)
         + (SELECT count(*) FROM notifications_delivery WHERE state IN ('waiting', 'claimed'))
         + (SELECT count(*) FROM events_outboxevent WHERE delivered_at IS NULL)
"""


@dataclass
class Storm:
    network: Network
    postgres: Postgres
    redis: Redis
    environment: dict[str, str]
    mails: Path

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with psycopg2.connect(self.postgres.url) as connection, connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()

    def begin(self, what: str) -> "subprocess.Popen[bytes]":
        return process.spawn(
            [sys.executable, "tests/faults/storm.py", what],
            log=self.mails.with_name(f"{what}.log"),
            env=self.environment | {"PYTHONPATH": str(ROOT)},
            cwd=ROOT,
        )

    def is_calm(self) -> bool:
        self.network.revive()
        return self.rows(WAITING) == [(0,)]

    def taken(self) -> list[dict[str, str]]:
        """Every mail the server took, as often as it took it."""
        return [json.loads(line) for line in self.mails.read_text().splitlines() if line]


@pytest.fixture
def storm() -> Iterator[Storm]:
    with ExitStack() as running:
        directory = Path(running.enter_context(TemporaryDirectory(prefix="rsn-storm-")))
        directory.chmod(0o755)
        postgres = Postgres(directory / "postgres", durable=False)
        running.callback(postgres.stop)
        postgres.start()
        redis = Redis(directory / "redis", durable=False)
        running.callback(redis.stop)
        redis.start()
        mails = directory / "mails.jsonl"
        mails.touch()
        environment = dict(os.environ) | application_environment(directory, mode="test")
        smtp_port = ports.free_port()
        environment |= {
            "DATABASE_URL": postgres.url,
            "REDIS_URL": redis.url,
            "EMAIL_URL": f"smtp://127.0.0.1:{smtp_port}",
            "UNDO_SECONDS": "1",
            "MAIL_WAIT_SECONDS": "5",
        }
        network = Network(directory, environment, smtp=(smtp_port, mails))
        running.callback(network.stop_all)
        one = Storm(network, postgres, redis, environment, mails)
        build = one.begin("build")
        assert build.wait(120) == 0, process.tail(mails.with_name("build.log"), 20)
        network.start(*PROGRAMS)
        yield one


def test_every_mail_leaves_once_whatever_is_killed(storm, record_property):
    writing = storm.begin("blow")
    rounds = 0
    while writing.poll() is None or rounds < 2:
        for name in PROGRAMS:
            pause(UP)
            storm.network.kill(name)
            pause(DOWN)
            storm.network.start(name)
        pause(UP)
        storm.redis.running.send_signal(signal.SIGKILL)
        storm.redis.running.wait(10)
        pause(DOWN)
        storm.redis.spawn()
        assert storm.redis.wait_ready()
        rounds += 1
    assert writing.returncode == 0, process.tail(storm.mails.with_name("blow.log"), 20)
    eventually(storm.is_calm, PATIENCE, step=1.0)

    told = storm.rows("SELECT person_id, occasion FROM notifications_notification")
    assert len(told) == NOTIFICATIONS == 5000, "on screen, each"
    assert len(set(told)) == len(told), "on screen, once"

    deliveries = storm.rows("SELECT state, count(*) FROM notifications_delivery GROUP BY state")
    wanted = PEOPLE + ASKERS * ANSWERS
    assert dict(deliveries) == {"sent": wanted}
    carried = storm.rows("SELECT count(envelope_id) FROM notifications_delivery")
    assert carried == [(wanted,)], "each in one mail"
    envelopes = storm.rows("SELECT message_id, state, was_inside FROM notifications_envelope")
    assert {state for _id, state, _inside in envelopes} == {"sent"}
    assert all(inside for _id, _state, inside in envelopes)

    taken = Counter(mail["id"] for mail in storm.taken())
    assert set(taken) == {message_id for message_id, _state, _inside in envelopes}
    repeats = sum(taken.values()) - len(taken)
    killed = rounds * (len(PROGRAMS) + 1)
    said = f"{len(taken)} mails for {wanted} deliveries of 5000 notifications"
    report = f"{said}, {repeats} taken twice, {killed} kills"
    record_property("storm", report)
    # One mail may be in the air at each kill of a sender or of the server.
    assert repeats <= killed, report
