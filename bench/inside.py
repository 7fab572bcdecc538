"""Run by bench.pages inside the application: what to ask, as whom, and the pages' own SQL, alone.

`python -m bench.inside` prints JSON; with `clean` it takes back what measuring wrote.
"""

import json
import os
import statistics
import sys
import time
from dataclasses import asdict, dataclass, field
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rsn.settings")
django.setup()

import psycopg2  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from apps.archive.counts import recount_comments  # noqa: E402
from apps.core.prepared import preparations  # noqa: E402
from apps.demo.scale import MEASURED  # noqa: E402
from apps.events.models import OutboxEvent  # noqa: E402
from apps.posts.models import Comment, Post  # noqa: E402
from apps.profiles.models import User  # noqa: E402
from apps.spaces.models import Space  # noqa: E402
from bench.people import companions  # noqa: E402

ROUNDS = 40
PEOPLE = 16
MARK = "Réponse du banc de mesure."


@dataclass
class Page:
    """One thing to ask for. `form` is sent with POST; `sql_ms` is its SQL, replayed alone;
    `as_everybody`: each connection is another person's.
    """

    name: str
    path: str
    form: dict[str, str] | None = None
    status: int = 200
    queries: int = 0
    queries_cold: int = 0
    as_everybody: bool = False
    sql_ms: float = 0.0
    slowest: list[tuple[float, str]] = field(default_factory=list)


def main() -> None:
    if sys.argv[1:] == ["clean"]:
        clean()
        return
    client = Client(enforce_csrf_checks=False, HTTP_HOST="127.0.0.1")
    user, *others = companions(PEOPLE)
    client.force_login(user)
    pages = _pages(user)
    for page in pages:
        _examine(client, page)
    clean()
    cookies = [_cookie(client), *map(_cookie_of, others)]
    print(json.dumps({"cookies": cookies, "pages": [asdict(page) for page in pages]}))


def _cookie_of(person: User) -> str:
    client = Client()
    client.force_login(person)
    return _cookie(client)


def _cookie(client: Client) -> str:
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def clean() -> None:
    """Forget the comments that measuring wrote, and their events."""
    written = Comment.objects.filter(author__email=MEASURED, text=MARK)
    posts = list(written.values_list("post", flat=True).distinct())
    written.delete()
    recount_comments(posts)
    OutboxEvent.objects.all().delete()


def _pages(user: User) -> list[Page]:
    readable = Post.objects.visible_to(user)
    long = (
        readable.filter(comments_count=200).newest_first().first()
        or readable.order_by("-comments_count").first()
    )
    mine = Space.objects.communities().filter(memberships__user=user).order_by("-members_count")
    space = mine.first()
    target = readable.filter(space=space, comments_count__range=(1, 20)).newest_first().first()
    if not (long and space and target):
        raise SystemExit("The seeded database lacks a thread or a space to measure.")
    return [
        Page("home feed", "/", as_everybody=True),
        Page(f"post, {long.comments_count} comments", f"/posts/{long.pk}/"),
        Page("space", f"/spaces/{space.slug}/"),
        Page("directory search", "/people/?q=camille+rou"),
        Page("space list search", "/spaces/?q=qual"),
        Page("space picker", "/spaces/picker/?q=qual"),
        Page("POST a comment", f"/posts/{target.pk}/comments/", {"body": MARK}, 303),
    ]


def _examine(client: Client, page: Page) -> None:
    page.queries_cold = len(_capture(client, page))
    for _ in range(2):
        queries = _capture(client, page)
    page.queries = len(queries)
    _replay(page, queries)


def _capture(client: Client, page: Page) -> list[str]:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer = client.post(page.path, page.form) if page.form else client.get(page.path)
    if answer.status_code != page.status:
        raise SystemExit(f"{page.path} answers {answer.status_code}, not {page.status}.")
    return [query["sql"] for query in captured.captured_queries]


def _replay(page: Page, queries: list[str]) -> None:
    """Run the statements and fetch their rows on one connection, again and again; the medians."""
    raw: Any = psycopg2.connect(os.environ["DATABASE_URL"])
    raw.autocommit = True
    with raw.cursor() as cursor:
        for preparation in preparations():
            cursor.execute(preparation)
        rounds = [[_run(cursor, sql) for sql in queries] for _ in range(ROUNDS)]
    raw.close()
    page.sql_ms = statistics.median(map(sum, rounds))
    each = [statistics.median(times) for times in zip(*rounds, strict=True)]
    ordered = sorted(zip(each, queries, strict=True), reverse=True)
    page.slowest = [(round(took, 3), sql[:3000]) for took, sql in ordered[:5]]


def _run(cursor: Any, sql: str) -> float:
    begun = time.perf_counter()
    cursor.execute(sql)
    if cursor.description:
        cursor.fetchall()
    return 1000 * (time.perf_counter() - begun)


if __name__ == "__main__":
    main()
