"""/readyz says which part is not well, and why, to anybody and without a session."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta

import psycopg2
import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.utils import timezone

from apps.events.models import OutboxEvent
from apps.events.relay.outbox import LOCK
from rsn.local.places import ROOT

NOWHERE = "127.0.0.1:9"


@pytest.fixture
def relay(db: None) -> Iterator[None]:
    """Somebody holds the lock of the active relay."""
    own = psycopg2.connect(**connection.get_connection_params())
    with own.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", LOCK)
    yield
    own.close()


def ask() -> tuple[int, dict]:
    answer = Client().get("/readyz")
    assert not answer.cookies
    assert "no-store" in answer["Cache-Control"]
    return answer.status_code, json.loads(answer.content)


def test_all_is_well(relay: None) -> None:
    status, said = ask()
    assert status == 200
    assert said == {
        "ready": True,
        "parts": {
            "database": {"ok": True, "why": "", "lag": None},
            "redis": {"ok": True, "why": "", "lag": None},
            "relay": {"ok": True, "why": "", "lag": 0.0},
        },
    }


def test_without_a_relay(db: None) -> None:
    status, said = ask()
    assert (status, said["ready"]) == (503, False)
    assert said["parts"]["relay"]["why"] == "no relay runs: nothing is delivered"
    assert said["parts"]["database"]["ok"]


def test_a_relay_that_is_late(relay: None) -> None:
    due = timezone.now() - timedelta(minutes=2)
    OutboxEvent.objects.create(name="post.created", payload={}, not_before=due)
    status, said = ask()
    assert status == 503
    assert said["parts"]["relay"]["why"] == "delivery is late"
    assert 120 <= said["parts"]["relay"]["lag"] < 130


def test_an_event_that_is_not_due_yet_is_not_late(relay: None) -> None:
    later = timezone.now() + timedelta(minutes=2)
    OutboxEvent.objects.create(name="post.created", payload={}, not_before=later)
    assert ask()[0] == 200


def test_without_redis(relay: None, settings: LazySettings) -> None:
    settings.CELERY_BROKER_URL = f"redis://:secret@{NOWHERE}/0"
    status, said = ask()
    assert status == 503
    assert said["parts"]["redis"] == {"ok": False, "why": "Redis does not answer", "lag": None}
    assert said["parts"]["relay"]["ok"]


def test_without_anything() -> None:
    program = (
        "import django; django.setup(); from django.test import Client;"
        "answer = Client().get('/readyz'); print(answer.status_code, answer.content.decode())"
    )
    nothing = {
        "DATABASE_URL": f"postgresql://rsn:secret@{NOWHERE}/rsn",
        "REDIS_URL": f"redis://:secret@{NOWHERE}/0",
        "DJANGO_SETTINGS_MODULE": "rsn.settings",
        "ALLOWED_HOSTS": "testserver",
        "RSN_MODE": "test",
    }
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **nothing},
        capture_output=True,
        text=True,
        check=True,
    )
    status, _, body = done.stdout.partition(" ")
    assert status == "503"
    assert [part["ok"] for part in json.loads(body)["parts"].values()] == [False] * 3
    assert "secret" not in body
    assert NOWHERE not in body


def test_it_is_only_read(db: None) -> None:
    assert Client().post("/readyz").status_code == 405
