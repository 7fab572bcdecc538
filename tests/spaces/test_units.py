"""Access for whole units: one row, whoever joins and leaves the unit follows."""

import pytest

from apps.core.decisions import Refused
from apps.events.models import OutboxEvent
from apps.profiles.actions import create_unit, update_directory_entry
from apps.spaces.actions import close_to_unit, follow_space, open_to_unit
from apps.spaces.models import Follow, JournalEntry, Membership, SpaceUnitGrant
from apps.spaces.permissions import can_post, can_read, standing
from tests.conftest import make_person
from tests.queries import queries_of

ENGLISH = {"accept-language": "en"}
FRAGMENT = {"hx-request": "true", **ENGLISH}


def at(space, name=""):
    return f"/spaces/{space.slug}/{name}"


@pytest.fixture
def unit(world):
    """Qualité, with a unit below in which the outsider works."""
    top = create_unit(name="Qualité Lyon")
    below = create_unit(name="Métrologie", parent=top)
    update_directory_entry(actor=world.administrator, person=world.outsider, unit=below)
    return top


def test_from_the_search_to_the_end(world, unit, signed_in):
    space, owner = world.confidential, signed_in(world.owner)
    found = owner.get(at(space, "members/?add=quali"), headers=FRAGMENT).text
    assert "Give access" in found
    assert "1 person" in found
    response = owner.post(at(space, "units/"), {"unit": unit.slug})
    assert (response.status_code, response["Location"]) == (303, at(space, "members/"))
    assert can_read(world.outsider, space)
    assert can_post(standing(world.outsider, space))
    assert not Membership.objects.filter(space=space, user=world.outsider).exists()
    members = signed_in(world.member).get(at(space, "members/"), headers=ENGLISH).text
    assert "Everyone in Qualité Lyon" in members
    assert "given by Odile Owner" in members
    assert "End the access" not in members
    assert "End the access" in owner.get(at(space, "members/"), headers=ENGLISH).text
    assert signed_in(world.outsider).get(at(space)).status_code == 200

    path = at(space, f"units/{unit.slug}/")
    assert owner.post(path, {"_method": "DELETE"}).status_code == 303
    assert not can_read(world.outsider, space)
    assert signed_in(world.outsider).get(at(space)).status_code == 404
    kinds = JournalEntry.objects.filter(space=space, group=unit.group).order_by("pk")
    assert [line.kind for line in kinds] == ["unit_granted", "unit_withdrawn"]


def test_who_joins_and_leaves_the_unit_follows(world, unit):
    open_to_unit(actor=world.owner, space=world.confidential, unit=unit)
    newcomer = make_person(unit=unit)
    assert can_read(newcomer, world.confidential)
    update_directory_entry(actor=world.administrator, person=newcomer, unit=None)
    assert not can_read(newcomer, world.confidential)


def test_only_owners(world, unit, signed_in):
    space = world.confidential
    for role, status in (("animator", 403), ("member", 403), ("administrator", 404)):
        client = signed_in(world.cast[role])
        assert client.post(at(space, "units/"), {"unit": unit.slug}).status_code == status
        path = at(space, f"units/{unit.slug}/")
        assert client.post(path, {"_method": "DELETE"}).status_code == status
    with pytest.raises(Refused):
        open_to_unit(actor=world.animator, space=space, unit=unit)
    with pytest.raises(Refused):
        open_to_unit(actor=world.owner, space=world.everyone, unit=unit)
    assert not SpaceUnitGrant.objects.exists()


def test_twice_is_once(world, unit):
    for _twice in range(2):
        open_to_unit(actor=world.owner, space=world.confidential, unit=unit)
    for _twice in range(2):
        close_to_unit(actor=world.owner, space=world.confidential, unit=unit)
    told = OutboxEvent.objects.filter(name="space.readers-changed").order_by("pk")
    assert [event.payload["is_granted"] for event in told] == [True, False]


def test_losing_it_ends_what_one_followed(world, unit):
    open_to_unit(actor=world.owner, space=world.confidential, unit=unit)
    follow_space(user=world.outsider, space=world.confidential)
    follow_space(user=world.member, space=world.confidential)
    close_to_unit(actor=world.owner, space=world.confidential, unit=unit)
    assert [one.user for one in Follow.objects.filter(space=world.confidential)] == [world.member]


def test_a_thousand_people_are_as_one(world, unit):
    """Premise: both units have people. Rows and questions are the same for any number of them."""
    few, many = create_unit(name="Peu"), create_unit(name="Beaucoup")
    for number in range(30):
        make_person(unit=few if number < 1 else many)
    space = world.confidential
    asked = [
        len(queries_of(lambda unit=unit: open_to_unit(actor=world.owner, space=space, unit=unit)))
        for unit in (few, many)
    ]
    assert asked[0] == asked[1]
    rows = [SpaceUnitGrant.objects.filter(group=unit.group).count() for unit in (few, many)]
    assert rows == [4, 4]


def test_who_reads_in_two_ways_is_said(world, unit, signed_in):
    open_to_unit(actor=world.owner, space=world.confidential, unit=unit)
    member = signed_in(world.member)
    twice = "Some people are counted in more than one line."
    assert twice not in member.get(at(world.confidential, "readers/"), headers=ENGLISH).text
    update_directory_entry(actor=world.administrator, person=world.member, unit=unit)
    assert twice in member.get(at(world.confidential, "readers/"), headers=ENGLISH).text
