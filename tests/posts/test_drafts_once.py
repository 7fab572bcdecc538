"""Two workers, a hand and the clock, a worker that dies: a draft is published once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from apps.events.models import OutboxEvent
from apps.posts.actions import keep_draft, publish_draft, publish_due_draft
from apps.posts.clock import publish_what_is_due
from apps.posts.models import Draft, Post
from tests.conftest import build_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def draft() -> Draft:
    world = build_world()
    kept = keep_draft(author=world.member, space=world.open, body="Une fois")
    Draft.objects.update(publish_at=timezone.now() - timedelta(seconds=1))
    kept.refresh_from_db()
    return kept


def at_once(*acts) -> list[object]:
    """What each answers, or raised; all begin at the same moment, on connections of their own."""
    together = Barrier(len(acts))

    def run(act):
        together.wait()
        try:
            return act()
        except Exception as problem:
            return problem
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def assert_published_once():
    assert Post.objects.count() == 1
    assert OutboxEvent.objects.filter(name="post.created").count() == 1
    assert not Draft.objects.exists()


def test_by_four_workers(draft):
    assert at_once(*[publish_what_is_due] * 4) == [None] * 4
    assert_published_once()


def test_by_hand_and_by_the_clock(draft):
    def by_hand():
        return publish_draft(actor=draft.author, draft=draft)

    *by_clock, first, second = at_once(*[publish_what_is_due] * 2, by_hand, by_hand)
    assert by_clock == [None, None]
    assert first == second == Post.objects.get()
    assert_published_once()


def test_by_a_worker_that_is_killed_and_the_next(draft):
    is_written, may_end = Event(), Event()
    backend = []

    def killed():
        with transaction.atomic():
            publish_due_draft(draft.pk)
            backend.append(connection.connection.info.backend_pid)
            is_written.set()
            may_end.wait(20)

    with ThreadPoolExecutor(1) as pool:
        dying = pool.submit(killed)
        assert is_written.wait(20)
        # Another worker meanwhile: it leaves alone what is being published.
        publish_what_is_due()
        assert Post.objects.count() == 0
        with connection.cursor() as database:
            database.execute("SELECT pg_terminate_backend(%s)", backend)
        may_end.set()
        assert isinstance(dying.exception(20), OperationalError)
    assert Draft.objects.count() == 1
    publish_what_is_due()
    assert_published_once()
