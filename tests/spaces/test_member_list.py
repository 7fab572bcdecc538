"""Who sees the list of the members: all who read, or those whom the space names."""

import pytest

from apps.profiles.actions import create_unit, update_directory_entry
from apps.spaces.actions import change_grid, open_to_unit
from apps.spaces.models import Membership
from tests.conftest import make_person
from tests.queries import assert_constant_queries

ENGLISH = {"accept-language": "en"}


@pytest.fixture
def discreet(world):
    """The confidential space, whose members only its animators see."""
    unit = create_unit(name="Atelier")
    update_directory_entry(actor=world.administrator, person=world.outsider, unit=unit)
    open_to_unit(actor=world.owner, space=world.confidential, unit=unit)
    change_grid(actor=world.owner, space=world.confidential, view_members="animator")
    return world


def test_kept_to_the_animators(discreet, signed_in):
    world, path = discreet, f"/spaces/{discreet.confidential.slug}/members/"
    for role, status in (("animator", 200), ("member", 403), ("outsider", 403), ("leader", 404)):
        response = signed_in(world.cast[role]).get(path, headers=ENGLISH)
        assert response.status_code == status, role
        if status == 403:
            assert "only the animators see the list of the members" in response.text
            assert "Mehdi" not in response.text
            assert "Atelier" not in response.text


def test_the_number_stays(discreet, signed_in):
    space = discreet.confidential
    page = signed_in(discreet.member).get(f"/spaces/{space.slug}/", headers=ENGLISH)
    space.refresh_from_db()
    assert f"{space.members_count} members" in page.text


def test_of_the_others_no_row_comes_out(discreet):
    theirs = Membership.objects.visible_to(discreet.member).filter(space=discreet.confidential)
    assert [row.user for row in theirs] == [discreet.member]


def test_queries_do_not_grow(world, signed_in):
    client, path = signed_in(world.owner), f"/spaces/{world.confidential.slug}/members/?add=p"

    def grow(times=12):
        for number in range(times):
            unit = create_unit(name=f"Pôle {number}")
            make_person(f"Paul {number}", unit=unit)
            open_to_unit(actor=world.owner, space=world.confidential, unit=unit)

    grow(1)
    assert_constant_queries(lambda: client.get(path), grow, budget=30)
