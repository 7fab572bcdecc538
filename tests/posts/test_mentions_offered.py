"""Whom the editor offers while one types a name."""

import re

import pytest

from apps.spaces.actions import add_member
from tests.conftest import make_person


def offered(response) -> list[str]:
    assert response.status_code == 200
    return re.findall(r'data-name="([^"]*)"', response.content.decode())


@pytest.fixture
def ask(signed_in, world):
    clients = {}

    def ask(q: str, *, space=None, by=None):
        person = by or world.member
        if person.pk not in clients:
            clients[person.pk] = signed_in(person)
        return clients[person.pk].get(f"/spaces/{(space or world.open).slug}/mentions/", {"q": q})

    return ask


@pytest.mark.parametrize("q", ["an", "ANA", "anais", "Anaïs", "anim", "anaïs an", "an anim"])
def test_by_the_beginning_of_any_name_without_accents_or_case(ask, q):
    assert "Anaïs Animator" in offered(ask(q))


@pytest.mark.parametrize("q", ["", " ", "a", "@", "nais", "'", "an & !", "zz", "\x00", "an:*"])
def test_nothing_for_nothing(ask, q):
    response = ask(q)
    assert response.status_code == 200
    if q not in ("an & !", "an:*"):
        assert offered(response) == []


def test_only_those_who_read_here(ask, world):
    for q in ("os", "fa", "de", "adam", "laure"):
        assert offered(ask(q, space=world.confidential)) == []
    assert offered(ask("an", space=world.confidential)) == ["Anaïs Animator"]
    assert offered(ask("od", space=world.confidential)) == ["Odile Owner"]
    assert offered(ask("os")) == ["Oscar Outsider"]
    assert offered(ask("de")) == []


def test_not_oneself_and_not_by_job(ask, world):
    person = make_person("Zoé Zola")
    person.profile.job_title = "Mehari"
    person.profile.save()
    assert offered(ask("me")) == []
    assert offered(ask("me", by=person)) == ["Mehdi Member"]


def test_eight_at_most_by_name(ask):
    for n in range(12):
        make_person(f"Quentin Q{n:02}")
    assert offered(ask("qu")) == [f"Quentin Q{n:02}" for n in range(8)]


def test_where_one_does_not_read_there_is_nothing(ask, world):
    for role in ("outsider", "former_member", "administrator"):
        for space in world.closed_spaces:
            assert ask("an", space=space, by=world.cast[role]).status_code == 404
    add_member(actor=world.owner, space=world.confidential, user=world.outsider)
    assert offered(ask("an", space=world.confidential, by=world.outsider)) == ["Anaïs Animator"]


def test_names_are_escaped(ask):
    make_person('Yves"><script>alert(1)</script>')
    said = ask("yv").content.decode()
    assert "<script" not in said
    assert "&quot;&gt;&lt;script" in said


def test_a_long_question_is_short_work(ask, django_assert_max_num_queries):
    ask("an")
    with django_assert_max_num_queries(8):
        assert ask("an " * 3000).status_code == 200
