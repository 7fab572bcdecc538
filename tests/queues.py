"""Work that follows a request, done within the test that asks for it."""

from collections.abc import Iterator

import pytest

from rsn.celery import app


@pytest.fixture
def work_done_at_once() -> Iterator[None]:
    """What goes to a queue is done at once, in the test's own transaction."""
    app.conf.task_always_eager = True
    try:
        yield
    finally:
        app.conf.task_always_eager = False
