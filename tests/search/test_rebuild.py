"""The index is made anew from what there is, and takes its place without anybody noticing."""

import threading

import pytest
from django.core.management import call_command
from django.db import connection

from apps.posts.actions import create_post, edit_post, withdraw_post
from apps.search.actions import RebuildUnderWay, rebuild
from apps.search.find import find, parse
from apps.search.models import SearchEntry, SearchWord
from tests.search.conftest import keys


def definitions() -> set[tuple[str, str]]:
    with connection.cursor() as db:
        db.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'search_searchentry'"
            " UNION SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = 'search_searchentry'::regclass"
        )
        return set(db.fetchall())


def test_everything_is_in_it_and_nothing_else(world, say, answer, search):
    post = say(world.owner, world.open, "Une étuve")
    gone = say(world.owner, world.open, "Un étau")
    never = create_post(author=world.owner, space=world.open, body="Un établi")
    comment = answer(world.member, post, "Un étançon")
    withdraw_post(actor=world.owner, post=gone)
    SearchWord.objects.create(word="etrave")
    before = definitions()
    for _ in range(2):
        assert rebuild() == 3
        assert definitions() == before
        assert search(world.member, "établi ") == [str(never)]
        assert search(world.member, "étançon ") == [str(comment)]
        assert set(search(world.member, "ét")) == {str(post), str(never), str(comment)}
        words = SearchWord.objects.filter(word__startswith="et").values_list("word", flat=True)
        assert set(words) == {"etuve", "etabli", "etancon"}
    # The table that took the place is written as the one before.
    assert search(world.member, "nouvelle ") == []
    new = say(world.owner, world.open, "Une nouvelle étuve")
    assert search(world.member, "nouvelle ") == [str(new)]


def test_the_command_says_how_many(world, say, capsys):
    say(world.owner, world.open, "Une étuve")
    call_command("rebuild_search")
    assert "1 texts indexed" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_people_search_and_write_meanwhile(live_world):
    world = live_world
    for number in range(30):
        create_post(author=world.owner, space=world.open, body=f"Une étuve {number}")
    edited = create_post(author=world.owner, space=world.open, body="Une étuve de trop")
    withdrawn = create_post(author=world.owner, space=world.open, body="Une étuve de moins")
    assert rebuild() == 32
    late = []

    def meanwhile(what: str, done: int, total: int) -> None:
        if what == "Indexes" and not late:
            edit_post(actor=world.owner, post=edited, body="Un étau")
            withdraw_post(actor=world.owner, post=withdrawn)
            late.append(create_post(author=world.owner, space=world.open, body="Un étau aussi"))
            # Who searches now is answered by the index of before.
            assert find(world.member, parse("étuve ")).total.number >= 30

    rebuild(on_progress=meanwhile)
    assert set(keys(find(world.member, parse("étau ")))) == {str(edited), str(late[0])}
    assert find(world.member, parse("étuve ")).total.number == 30


@pytest.mark.django_db(transaction=True)
def test_one_at_a_time(live_world):
    second: list[object] = []

    def try_again(what: str, done: int, total: int) -> None:
        def run() -> None:
            try:
                rebuild()
            except RebuildUnderWay as problem:
                second.append(problem)
            finally:
                connection.close()

        if not second:
            thread = threading.Thread(target=run)
            thread.start()
            thread.join()

    rebuild(on_progress=try_again)
    assert second
    assert SearchEntry.objects.count() == 0
