"""A process that does by chance what `ACTS` lists, beside others: see test_processes.py.

It says "ready", waits for a line, works, and says as JSON what came of it.
"""

import json
import random
import sys
import time
import traceback

from django.db.utils import OperationalError

from apps.profiles.models import Unit, User
from apps.spaces.models import Space
from tests.access.test_at_once import act_once


def main() -> None:
    """Takes its seed, for how many seconds, and the ids of the place, as JSON."""
    seed, seconds, place = json.loads(sys.argv[1])
    place = _loaded(**place)
    _say("ready")
    sys.stdin.readline()
    chance, began, done, wrong = random.Random(seed), time.time(), 0, []
    while time.time() < began + seconds:
        try:
            done += act_once(chance, place)
        except OperationalError:
            wrong.append(traceback.format_exc())
    _say(json.dumps({"began": began, "ended": time.time(), "done": done, "wrong": wrong}))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _loaded(*, owner: int, administrator: int, people: list[int], space: int, unit: int):
    """The place as test_at_once.py has it, from its ids."""
    persons = User.objects.in_bulk([owner, administrator, *people])
    return (
        persons[owner],
        persons[administrator],
        [persons[pk] for pk in people],
        Space.objects.get(pk=space),
        Unit.objects.get(pk=unit),
    )
