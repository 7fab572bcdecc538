"""What test_at_once.py lets threads do, done by processes of their own, as they serve the network.

Nothing is shared but Postgres and Redis: each has its connections, its caches and its translated
queries. For some seconds they join, leave, change roles and the kind, write, open and exclude.
"""

import json
import os
import subprocess
import sys
from typing import Any
from urllib.parse import urlsplit

from django.db import connection

from apps.posts.models import Post
from rsn.local.places import ROOT
from tests.access.test_at_once import (
    assert_grants_follow_memberships,
    assert_guests_hold_what_they_were_given,
    assert_words_have_the_readers_they_were_meant_for,
    place,
)

PROCESSES, SECONDS, PATIENCE = 4, 4, 60
PROGRAM = "import django; django.setup(); from tests.access import busy; busy.main()"


def test_several_processes_leave_no_right_without_its_reason(place):
    owner, _administrator, _people, space, _unit = place
    outcomes = _all_at_once(_ids(*place))
    assert max(each["began"] for each in outcomes) < min(each["ended"] for each in outcomes)
    waited = [problem for each in outcomes for problem in each["wrong"]]
    assert not waited, "somebody waited in a circle:\n" + "\n".join(waited)
    assert all(each["done"] for each in outcomes), "a process did nothing"
    assert Post.objects.within(space).count() > 1
    assert_grants_follow_memberships(space)
    assert_guests_hold_what_they_were_given(space, owner)
    assert_words_have_the_readers_they_were_meant_for(space)


def _ids(owner, administrator, people, space, unit) -> dict[str, int | list[int]]:
    return {
        "owner": owner.pk,
        "administrator": administrator.pk,
        "people": [person.pk for person in people],
        "space": space.pk,
        "unit": unit.pk,
    }


def _all_at_once(ids: dict[str, int | list[int]]) -> list[dict[str, Any]]:
    """What each process came to; they begin together, when all of them are ready."""
    running = [_started(seed, ids) for seed in range(PROCESSES)]
    try:
        for process in running:
            assert process.stdout.readline() == "ready\n", process.communicate()[1]
        for process in running:
            process.stdin.write("go\n")
            process.stdin.flush()
        return [_said(process) for process in running]
    finally:
        for process in running:
            process.kill()
            process.communicate()


def _started(seed: int, ids: dict[str, int | list[int]]) -> subprocess.Popen[str]:
    name = connection.settings_dict["NAME"]
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    own = {"DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "rsn.settings"}
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, json.dumps([seed, SECONDS, ids])],
        cwd=ROOT,
        env=dict(os.environ) | own,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _said(process: subprocess.Popen[str]) -> dict[str, Any]:
    said, complaints = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, complaints
    return json.loads(said)


__all__ = ["place"]
