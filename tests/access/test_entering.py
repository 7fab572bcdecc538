"""Every door for those whom the cast does not hold: invited and not yet in, reading by a unit,
kept out for a time."""

import pytest

from apps.profiles.actions import create_unit, update_directory_entry
from apps.spaces.actions import exclude_person, invite_person, open_to_unit
from apps.spaces.permissions import can_read
from tests.access.doors import NAME, PURPOSE, READERS
from tests.access.every_door import DOORS
from tests.access.test_doors import each_door, found, traces

# What one must know of a space to answer an invitation to it.
TOLD = {NAME, PURPOSE}
SPACE_PAGES = {"space page": "403", "space about": "200", "invitation to a space": "200"}
# Doors that are about the person who opens them, or that change who they are here.
ACTS = {"invitation accepted", "joined", "appealed"}


@each_door
def test_the_invited_know_the_name_and_nothing_inside(door, world, in_confidential, signed_in):
    told = in_confidential
    invite_person(actor=world.owner, space=told.space, user=world.outsider)
    if door.name in ACTS:
        return
    said = door.open(signed_in(world.outsider), told)
    assert found(said) <= TOLD, f"learns {found(said) - TOLD}"
    assert traces(said, told) <= {f"/spaces/{told.space.slug}/"}
    if door.is_inside and door.name != "author's page":
        assert "Mehdi" not in said, "learns who belongs"
    if door.name in SPACE_PAGES:
        assert said.startswith(SPACE_PAGES[door.name])


# What is inside, for everybody inside; not the lists of what one belongs to or follows.
MEMBERS_ONLY = {"departure", "departure, unsure", "guests of a post"}
INSIDE = [
    door
    for door in DOORS
    if door.is_inside and door.shows and door.to >= READERS and door.name not in MEMBERS_ONLY
]


@pytest.mark.parametrize("door", INSIDE, ids=lambda door: door.name)
def test_who_reads_by_a_unit_reads_as_a_member_does(door, world, in_confidential, signed_in):
    told = in_confidential
    unit = create_unit(name="Atelier")
    update_directory_entry(actor=world.administrator, person=world.outsider, unit=unit)
    open_to_unit(actor=world.owner, space=told.space, unit=unit)
    said = door.open(signed_in(world.outsider), told)
    missing = [word for word in door.shows if word not in said]
    assert not missing, f"does not find {missing}"


@each_door
def test_who_is_kept_out_finds_nothing(door, world, in_confidential, signed_in):
    """Though a unit they are of reads there, and they wrote there before."""
    told = in_confidential
    unit = create_unit(name="Atelier")
    update_directory_entry(actor=world.administrator, person=world.member, unit=unit)
    open_to_unit(actor=world.owner, space=told.space, unit=unit)
    exclude_person(actor=world.owner, space=told.space, user=world.member, reason="x")
    assert not can_read(world.member, told.space)
    said = door.open(signed_in(world.member), told)
    if door.name in {"own exclusion", "appealed"}:
        assert found(said) <= {NAME}
        return
    assert not found(said), f"learns {found(said)}"
    assert not traces(said, told)
    if door.is_inside and door.name != "author's page":
        assert said.startswith("404 ")
