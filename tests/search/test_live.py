"""From the commit to the answer, through the relay and a worker, and by no clock.

How long it takes is in docs/subsystems/search.md.
"""

import time

import pytest

from apps.posts.actions import create_comment, create_post, withdraw_post
from apps.search.find import find, parse
from apps.search.models import SearchEntry
from tests.processes import eventually
from tests.search.conftest import keys

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def worker(network):
    network.start("worker")
    yield
    network.kill("worker")


def test_found_soon_after_publishing_and_gone_at_removal(live_world, worker, record_property):
    world = live_world
    warm = create_post(author=world.owner, space=world.open, body="Pour commencer, une cuve")
    eventually(lambda: keys(find(world.member, parse("cuve "))), seconds=30)

    post = create_post(author=world.owner, space=world.open, body="Une étuve")
    comment = create_comment(author=world.member, post=warm, body="Une autre étuve")
    begun = time.monotonic()
    wanted = {str(post), str(comment)}
    eventually(lambda: set(keys(find(world.outsider, parse("étuve ")))) == wanted)
    record_property("seconds", round(time.monotonic() - begun, 2))

    withdraw_post(actor=world.owner, post=post)
    assert keys(find(world.outsider, parse("étuve "))) == [str(comment)]
    # And its words leave the index.
    eventually(lambda: not SearchEntry.objects.filter(post=post).exists())
