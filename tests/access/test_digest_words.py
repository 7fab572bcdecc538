"""The digest is a door whose own rule is stricter: no word of a confidential space, unless its
owners let them leave."""

import pytest

from apps.spaces.actions import allow_content_in_mail
from tests.access.doors import ANSWER, BODY, NAME, READERS, TITLE
from tests.access.doors_digests import DOORS
from tests.access.test_doors import found, traces

(MAIL,) = [door for door in DOORS if door.name == "digest mail"]
PREVIEW = [door for door in DOORS if door.name.startswith("digest preview")]


@pytest.mark.parametrize("role", sorted(READERS))
def test_readers_learn_by_mail_only_that_there_is_something(
    role, world, in_confidential, signed_in
):
    client = signed_in(world.cast[role])
    for door in [MAIL, *PREVIEW]:
        said = door.open(client, in_confidential)
        content = said.partition("<main")[2] or said
        assert not found(content) & {TITLE, BODY, ANSWER}, door.name
        assert not [it for it in traces(content, in_confidential) if "posts" in it], door.name
    mail = MAIL.open(client, in_confidential)
    assert not found(mail)
    assert not traces(mail, in_confidential)
    assert "nothing" not in mail, "the premise: there is something to say"


def test_words_leave_where_owners_let_them_and_to_readers_only(world, in_confidential, signed_in):
    space = in_confidential.space
    allow_content_in_mail(actor=world.owner, space=space, is_allowed=True)
    for role, person in world.cast.items():
        mail = MAIL.open(signed_in(person), in_confidential)
        expected = {NAME, TITLE} if role in READERS else set()
        assert found(mail) >= expected
        if role not in READERS:
            assert not found(mail), role


def test_on_request_readers_are_told_in_words(world, in_on_request, signed_in):
    assert {NAME, TITLE} <= found(MAIL.open(signed_in(world.member), in_on_request))
    assert not found(MAIL.open(signed_in(world.outsider), in_on_request))
