"""Two beats plan, two workers send and are killed while they send: one mail a person."""

import asyncio
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from signal import SIGKILL
from subprocess import Popen

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from apps.digests.models import Digest, DigestChoice
from apps.hours.models import OrganisationHours
from apps.posts.actions import create_post
from apps.profiles.models import User
from rsn.local import ports
from rsn.local.places import ROOT
from rsn.local.process import send, spawn, stop
from tests.conftest import make_person
from tests.mailservers import MailServer
from tests.processes import eventually

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

PEOPLE = 120
KILLS = 5
CELERY = [sys.executable, "-m", "celery", "-A"]


@pytest.fixture(autouse=True)
def clock() -> None:
    """The processes have the real clock, and so has this test."""


class SlowServer(MailServer):
    """Takes its time, so that a kill finds a mail on its way."""

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        await asyncio.sleep(0.03)
        answer = await super().handle_DATA(server, session, envelope)
        await asyncio.sleep(0.03)
        return answer


@pytest.fixture
def server() -> Iterator[SlowServer]:
    taking = SlowServer(ports.free_port())
    controller = Controller(taking, hostname=ports.HOST, port=taking.port)
    controller.start()
    yield taking
    controller.stop()


class Programs:
    """Beats and workers by name, as production runs them."""

    def __init__(self, logs: Path, environment: dict[str, str]) -> None:
        self.logs, self.environment = logs, environment
        self.running: dict[str, Popen[bytes]] = {}

    def start(self, *names: str) -> None:
        for name in names:
            worker = ["rsn", "worker", "--concurrency", "1", "-Q", "mail", "-n", f"{name}@here"]
            worker += ["--without-gossip", "--without-mingle"]
            schedule = str(self.logs / f"{name}-schedule")
            beat = ["tests.digests.fast_beat", "beat", "--schedule", schedule, "--pidfile="]
            command = [*CELERY, *(worker if name.startswith("worker") else beat)]
            command += ["--loglevel", "INFO"]
            log = self.logs / f"{name}.log"
            self.running[name] = spawn(command, log=log, env=self.environment, cwd=ROOT)

    def kill(self, name: str) -> None:
        program = self.running.pop(name)
        send(program, SIGKILL)
        program.wait(60)
        stop(program)

    def said(self, beat: str) -> int:
        """How often this beat has asked to plan."""
        return (self.logs / f"{beat}.log").read_text().count("Sending due task plan")

    def stop_all(self) -> None:
        for program in self.running.values():
            stop(program)


@pytest.fixture
def programs(network, server, tmp_path) -> Iterator[Programs]:
    mail = {"EMAIL_URL": f"smtp://{ports.HOST}:{server.port}"}
    started = Programs(tmp_path, network.environment | mail)
    yield started
    started.stop_all()


def everybody_is_due(world) -> list[User]:
    """People at work at any hour, for whom something was written, and whose digest is due now."""
    OrganisationHours.objects.update_or_create(id=1, defaults={"week": [[["00:00", "00:00"]]] * 7})
    people = [make_person() for _ in range(PEOPLE)]
    long_ago = timezone.now() - timedelta(hours=5)
    User.objects.filter(pk__in=[person.pk for person in people]).update(last_login=long_ago)
    post = create_post(author=world.leader, space=world.everyone, title="Le cap", body="Voilà")
    type(post).objects.filter(pk=post.pk).update(published_at=long_ago)
    due = timezone.now() - timedelta(minutes=1)
    DigestChoice.objects.bulk_create(
        [DigestChoice(person=person, rhythm="daily", next_at=due) for person in people]
    )
    return people


def test_one_mail_a_person_whatever_is_killed(live_world, server, programs):
    people = everybody_is_due(live_world)
    programs.start("beat1", "beat2", "worker1", "worker2")
    eventually(lambda: server.arrived, 120)
    for number in range(KILLS):
        name = f"worker{1 + number % 2}"
        before = len(server.arrived)
        programs.kill(name)
        programs.start(name)
        eventually(lambda before=before: len(server.arrived) > before + 5, 120)
        if len(server.arrived) >= PEOPLE:
            break
    killed = number + 1
    if killed == 1:
        pytest.fail("the premise: workers were killed while they sent")
    sent = Digest.objects.filter(state="sent")
    eventually(lambda: sent.count() == PEOPLE, 180)
    # Two beats go on planning: nothing more comes of it.
    settled = len(server.arrived)
    for beat in ("beat1", "beat2"):
        before = programs.said(beat)
        eventually(lambda beat=beat, before=before: programs.said(beat) > before + 1, 90)
    assert len(server.arrived) == settled
    by_person = Counter(it.recipient for it in server.arrived)
    assert set(by_person) == {person.email for person in people}
    ids = {(it.recipient, it.message["Message-ID"]) for it in server.arrived}
    assert len(ids) == PEOPLE, "one mail a person, however often it was handed over"
    assert len(server.arrived) - PEOPLE <= killed, "at most what a kill found on its way"
    assert Digest.objects.count() == PEOPLE
