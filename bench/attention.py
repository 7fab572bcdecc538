"""How fast one announcement tells everybody, and what it delays: `python -m bench.attention`.

A relay and the two workers as in production, on a database of their own. While people are told,
somebody goes on answering elsewhere: that answer must reach its person as if nothing happened.
Prints a table; JSON with --json.
"""

import argparse
import json
import os
import statistics
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.live import _database

LIMIT_SECONDS = 30.0
ANSWERS = 12


def measure(people: int) -> dict[str, float]:
    """Run everything once; the database and Redis are those of the environment."""
    with _database(os.environ["DATABASE_URL"]) as url, tempfile.TemporaryDirectory() as logs:
        os.environ |= {"DATABASE_URL": url, "UNDO_SECONDS": "0"}
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        from tests.processes import Network

        call_command("migrate", verbosity=0)
        network = Network(Path(logs), dict(os.environ))
        _everybody(people)
        try:
            network.start("relay", "worker", "notifier")
            return _measure(people)
        finally:
            network.stop_all()
            connection.close()


def _everybody(people: int) -> None:
    from apps.posts.actions import create_post
    from apps.profiles.actions import register_person
    from apps.profiles.models import User
    from apps.spaces.models import Space

    leader = register_person(email="leader@bench.test", display_name="Léa Leader", is_leader=True)
    register_person(email="colleague@bench.test", display_name="Colin Collègue")
    names = [f"person{n}" for n in range(people - 2)]
    User.objects.bulk_create(
        [User(email=f"{n}@bench.test", username=n, display_name=n, sort_name=n) for n in names],
        batch_size=5000,
    )
    everyone = Space.objects.get(built_in=Space.BuiltIn.EVERYONE)
    create_post(author=leader, space=everyone, body="Who has the key?")


def _measure(people: int) -> dict[str, float]:
    from apps.notifications.models import Delivery, Notification
    from apps.notifications.reach import reach_of
    from apps.posts.actions import create_post
    from apps.profiles.models import User
    from apps.spaces.models import Space

    leader = User.objects.get(email="leader@bench.test")
    everyone = Space.objects.get(built_in=Space.BuiltIn.EVERYONE)
    began = time.monotonic()
    reach = reach_of(leader, everyone, announcement=True)
    counted = time.monotonic() - began

    idle = [_answer() for _ in range(ANSWERS)]
    busy: list[float] = []
    stop = threading.Event()

    def go_on() -> None:
        from django.db import connection

        while not stop.is_set():
            busy.append(_answer())
        connection.close()

    began = time.monotonic()
    post = create_post(author=leader, space=everyone, body="To everybody", is_announcement=True)
    colleague = threading.Thread(target=go_on)
    colleague.start()
    rows = Notification.objects.filter(post=post)
    while not rows.exists():
        time.sleep(0.01)
    first = time.monotonic() - began
    while rows.filter(delivered_at__isnull=False).count() < reach.total:
        time.sleep(0.05)
    told = time.monotonic() - began
    stop.set()
    colleague.join()
    planned = Delivery.objects.filter(notification__post=post).count()
    plain = _plain(people)
    return {
        "people": people,
        "counted before publishing (ms)": round(counted * 1000, 1),
        "would be told": reach.total,
        "first person told (s)": round(first, 2),
        "all shown, with their mails planned (s)": round(told, 2),
        "mails planned": planned,
        "limit (s)": LIMIT_SECONDS,
        "as many rows, plainly inserted (s)": round(plain, 2),
        "ratio": round(told / plain, 1),
        "an answer elsewhere, idle, median (ms)": round(statistics.median(idle) * 1000),
        "an answer elsewhere, meanwhile, median (ms)": round(statistics.median(busy) * 1000),
        "an answer elsewhere, meanwhile, worst (ms)": round(max(busy) * 1000),
    }


def _answer() -> float:
    """Seconds from a colleague's answer to its being shown to the one who asked."""
    from apps.notifications.models import Notification
    from apps.posts.actions import create_comment
    from apps.posts.models import Post
    from apps.profiles.models import User

    post = Post.objects.order_by("pk")[0]
    colleague = User.objects.get(email="colleague@bench.test")
    comment = create_comment(author=colleague, post=post, body="I have it.")
    began = time.monotonic()
    row = Notification.objects.filter(comment=comment, delivered_at__isnull=False)
    while not row.exists():
        time.sleep(0.005)
    return time.monotonic() - began


def _plain(people: int) -> float:
    """Seconds to insert as many rows in one go: what no pipeline can do without."""
    from django.db import transaction

    from apps.notifications.models import Delivery, Notification
    from apps.profiles.models import User

    now = datetime.now(UTC)
    ids = User.objects.order_by("pk").values_list("pk", flat=True)[:people]
    rows = [
        Notification(
            person_id=pk,
            kind="announced",
            rank=20,
            event_id=1,
            occasion="bench",
            subject="bench",
            day=now.date(),
            is_direct=False,
            due_at=now,
            delivered_at=now,
        )
        for pk in ids
    ]
    began = time.monotonic()
    with transaction.atomic():
        Notification.objects.bulk_create(rows, batch_size=1000)
        Delivery.objects.bulk_create(
            [
                Delivery(
                    notification=row,
                    person_id=row.person_id,
                    channel="mail",
                    ready_at=now,
                    due_at=now + timedelta(days=1),
                )
                for row in rows
            ],
            batch_size=1000,
        )
    return time.monotonic() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--json", type=Path, help="also write the figures here")
    arguments = parser.parse_args()
    figures = measure(arguments.people)
    for name, value in figures.items():
        print(f"{name:<48} {value:>10}")
    print("load of the machine", os.getloadavg(), "on", os.cpu_count(), "cores")
    if arguments.json:
        arguments.json.parent.mkdir(parents=True, exist_ok=True)
        arguments.json.write_text(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
