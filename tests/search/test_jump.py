"""A few letters lead where one wants to go, and nowhere else."""

import pytest
from django.utils import translation

from apps.posts.actions import create_comment, create_post, withdraw_post
from apps.search.commands import COMMANDS, Command, declare
from apps.search.jump import jump
from apps.spaces.actions import archive_space, remove_member
from tests.queries import assert_constant_queries


def test_people_whose_name_it_is_come_first(world, person):
    person("Zoé Martin")
    person("Alain Dupont", job_title="Zootechnicien")
    assert [p.display_name for p in jump(world.member, "zo").people] == [
        "Zoé Martin", "Alain Dupont"
    ]  # fmt: skip
    assert jump(world.member, "odile ow").people == (world.owner,)
    assert jump(world.member, "denis deact").people == ()


def test_ones_own_spaces_come_first_and_archived_ones_not_at_all(world, space_of):
    other = space_of(world.outsider, name="Caveau")
    closed = space_of(world.outsider, name="Caverne", kind="confidential")
    old = space_of(world.outsider, name="Cavité")
    archive_space(actor=world.outsider, space=old)
    assert jump(world.member, "cav").spaces == (
        world.confidential, world.on_request, world.open, other
    )  # fmt: skip
    assert closed not in jump(world.member, "cav").spaces
    assert closed in jump(world.outsider, "cav").spaces


def test_conversations_by_their_words(world, say):
    post = say(world.owner, world.confidential, "Le texte", title="Étuve neuve")
    assert jump(world.member, "étu").conversations == (post,)
    assert jump(world.outsider, "étu").conversations == ()
    withdraw_post(actor=world.owner, post=post)
    assert jump(world.member, "étu").conversations == ()


def test_before_typing_it_is_where_one_wrote_last_and_still_reads(world):
    closed = create_post(author=world.member, space=world.confidential, body="Un")
    answered = create_post(author=world.owner, space=world.open, body="Deux")
    create_comment(author=world.member, post=answered, body="Trois")
    create_post(author=world.owner, space=world.open, body="Quatre")
    assert jump(world.member, "").conversations == (answered, closed)
    remove_member(actor=world.owner, space=world.confidential, user=world.member)
    assert jump(world.member, "").conversations == (answered,)


def test_commands_by_any_of_their_words(world):
    with translation.override("en"):
        assert [c.slug for c in jump(world.member, "a post").commands] == ["write"]
    with translation.override("fr"):
        assert [c.slug for c in jump(world.member, "créer esp").commands] == ["space-new"]
    assert {c.slug for c in jump(world.member, "").commands} >= {"write", "home", "spaces"}
    for command in jump(world.member, "").commands:
        assert command.url.startswith("/")


def test_a_command_may_be_for_some_only(world):
    declare(Command("figures", "Figures", "home", is_for=lambda person: person.is_analyst))
    try:
        assert [c.slug for c in jump(world.analyst, "figures").commands] == ["figures"]
        assert jump(world.member, "figures").commands == ()
        with pytest.raises(TypeError):
            declare(COMMANDS["figures"])
    finally:
        del COMMANDS["figures"]


def test_who_left_goes_nowhere(world):
    assert jump(world.deactivated, "cave").is_empty


def test_queries_do_not_grow(world, say, person, space_of):
    def grow() -> None:
        for number in range(4):
            someone = person(f"Cavendish {number}")
            say(someone, space_of(someone, name=f"Cave {number}"), "La cave")

    grow()
    assert_constant_queries(lambda: jump(world.member, "cav"), grow, budget=16)
