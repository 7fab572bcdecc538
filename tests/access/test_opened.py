"""Every door of a space that was opened: what was said before stays with those who read it then."""

import pytest

from apps.spaces.actions import change_kind
from apps.spaces.models import Space
from tests.access.doors import ANSWER, BODY, CHARTER, NAME, PURPOSE, READERS, TITLE
from tests.access.every_door import DOORS
from tests.access.test_doors import found

# What everybody may know of an open space.
OPEN = {NAME, PURPOSE, CHARTER}
SAID_BEFORE = {TITLE, BODY, ANSWER}


@pytest.mark.parametrize("door", DOORS, ids=lambda d: d.name)
def test_what_was_said_before_comes_out_of_no_door(door, world, in_confidential, signed_in):
    told = in_confidential
    told.space = change_kind(actor=world.owner, space=told.space, kind=Space.Kind.OPEN)
    told.post.refresh_from_db()
    traces = [trace for trace in told.traces if told.space.slug not in trace]
    for role, person in world.cast.items():
        if role in READERS:
            continue
        said = door.open(signed_in(person), told)
        assert found(said) <= OPEN, f"{role} learns {found(said) & SAID_BEFORE}"
        assert not [trace for trace in traces if trace in said], f"{role} learns that it exists"


def test_those_of_before_go_on_reading(world, in_confidential, signed_in):
    told = in_confidential
    change_kind(actor=world.owner, space=told.space, kind=Space.Kind.OPEN)
    for role in READERS:
        client = signed_in(world.cast[role])
        for page in (f"/spaces/{told.space.slug}/", f"/posts/{told.post.pk}/", "/"):
            assert {TITLE, BODY} <= found(client.get(page).content.decode()), (role, page)


def test_the_card_and_the_space_say_so(world, in_confidential, signed_in):
    told = in_confidential
    change_kind(actor=world.owner, space=told.space, kind=Space.Kind.OPEN)
    english = {"accept-language": "en"}
    page = signed_in(world.member).get(f"/spaces/{told.space.slug}/", headers=english)
    assert "Still only for those who read here before" in page.content.decode()
    seen = signed_in(world.outsider).get(f"/spaces/{told.space.slug}/", headers=english)
    said = seen.content.decode()
    assert "1 conversation from before this space was opened is still only for" in said
    assert "/consent/" not in said
    mine = signed_in(world.owner).get(f"/spaces/{told.space.slug}/", headers=english)
    assert "/consent/" in mine.content.decode()
