"""A search that would take too long ends with a sentence, and the page with an answer."""

import threading

import pytest
from django.db import connection, transaction
from django.utils import translation

from apps.search import candidates, reach
from apps.search.find import find, parse
from apps.search.jump import jump
from tests.search.conftest import keys


@pytest.fixture
def locked():
    """Nobody can read the index, as if every page of it took for ever."""
    ready, done = threading.Event(), threading.Event()

    def hold() -> None:
        try:
            with transaction.atomic(), connection.cursor() as db:
                db.execute("LOCK TABLE search_searchentry IN ACCESS EXCLUSIVE MODE")
                ready.set()
                done.wait(20)
        finally:
            connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    assert ready.wait(10)
    yield
    done.set()
    thread.join()


@pytest.mark.django_db(transaction=True)
def test_a_sentence_when_the_time_is_over(live_world, locked):
    with translation.override("en"):
        found = find(live_world.member, parse("cave"))
    assert found.texts == ()
    assert "too long" in found.notices[0]
    # What does not need the index is still found.
    assert [section.kind.slug for section in found.sections] == ["space"]
    assert jump(live_world.member, "cave").spaces


def test_the_settings_end_with_the_search(world, say):
    say(world.owner, world.open, "Une étuve")
    find(world.member, parse("étuve"))
    with connection.cursor() as db:
        db.execute("SELECT current_setting('statement_timeout'), current_setting('enable_seqscan')")
        assert db.fetchone() == ("0", "on")


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_the_reach_is_a_hint_only(world, say, monkeypatch, share):
    """Sorted out by the index or row by row, the answers are the same."""
    monkeypatch.setattr(reach, "SHORT", share)
    monkeypatch.setattr(candidates, "FIRST_SPAN", 1)
    monkeypatch.setattr(reach, "_shares", {world.member.pk: (0.5, 1e12)})
    here = say(world.owner, world.confidential, "Une étuve")
    there = say(world.owner, world.open, "Une étuve")
    assert set(keys(find(world.member, parse("étuve ")))) == {str(here), str(there)}
    assert keys(find(world.outsider, parse("étuve "))) == [str(there)]
    monkeypatch.setattr(reach, "MOST_CLOSED", 0)
    assert set(keys(find(world.member, parse("étuve ")))) == {str(here), str(there)}
    assert keys(find(world.outsider, parse("étuve "))) == [str(there)]
