"""What a space may not choose about: the action itself refuses, whatever form asked."""

import pytest

from apps.core.errors import InvalidInput
from apps.spaces import grants
from apps.spaces.actions import change_grid
from apps.spaces.actions.grid import grid_of
from apps.spaces.models import SpaceGrant

BEYOND = [
    ("view_space", "owner"),
    ("manage_members", "member"),
    ("delete_space", "member"),
    ("change_space", "member"),
    ("post_in_space", "owner"),
    ("view_members", "owner"),
    ("pin_in_space", "nobody"),
    ("no_such_permission", "member"),
]


@pytest.mark.parametrize(("codename", "role"), BEYOND)
def test_beyond_the_limits_nothing_changes(world, codename, role):
    space = world.confidential
    before = set(SpaceGrant.objects.filter(content_object=space).values_list("user", "permission"))
    with pytest.raises(InvalidInput):
        change_grid(actor=world.owner, space=space, **{"pin_in_space": "member", codename: role})
    space.refresh_from_db()
    assert space.grid == {}
    after = set(SpaceGrant.objects.filter(content_object=space).values_list("user", "permission"))
    assert after == before


def test_what_may_be_chosen_is_what_the_limits_name(world):
    for codename, roles in grants.CHOICES.items():
        for role in roles:
            changed = change_grid(actor=world.owner, space=world.confidential, **{codename: role})
            assert grid_of(changed)[codename] == role
