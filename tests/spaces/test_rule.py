"""The read rule in its simplest cases; the agreement of its forms is in tests/access."""

from apps.spaces.actions import leave_space
from apps.spaces.models import Space


def test_a_closed_space_is_read_by_its_members_only(world):
    readers = {
        name
        for name, user in world.cast.items()
        if Space.objects.visible_to(user).contains(world.confidential)
    }
    assert readers == {"owner", "animator", "member"}


def test_leaving_ends_reading(world):
    assert Space.objects.visible_to(world.member).contains(world.confidential)
    leave_space(user=world.member, space=world.confidential)
    assert not Space.objects.visible_to(world.member).contains(world.confidential)
