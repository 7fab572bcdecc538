import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.spaces.audience import EVERYONE_COUNT_KEY


@pytest.fixture(autouse=True)
def fresh_count():
    """The number of employees is remembered for a minute; each test has other employees."""
    cache.delete(EVERYONE_COUNT_KEY)


@pytest.fixture
def queries_of():
    """How many queries a call makes, after a first call has filled what is remembered."""

    def count(call) -> int:
        call()
        with CaptureQueriesContext(
            connection,
        ) as captured:
            call()
        return len(captured)

    return count
