"""Units and exclusions while a socket is open. Each silence has its premise."""

import pytest

from apps.posts.actions import create_post
from apps.profiles.actions import create_unit, update_directory_entry
from apps.spaces.actions import (
    close_to_unit,
    exclude_person,
    invite_person,
    open_to_unit,
    request_access,
)

pytestmark = pytest.mark.django_db(transaction=True)


def spaces_told(frames) -> list[int]:
    return [frame["space"] for frame in frames if frame["name"] == "post.created"]


def names(frames) -> set[str]:
    return {frame["name"] for frame in frames}


@pytest.fixture
def by_unit(live_world, tab, barrier):
    """The outsider's tab, told of the confidential space that their unit reads."""
    unit = create_unit(name="Qualité")
    space = live_world.confidential
    update_directory_entry(actor=live_world.administrator, person=live_world.outsider, unit=unit)
    open_to_unit(actor=live_world.owner, space=space, unit=unit)
    reader = tab(live_world.outsider)
    reader.watch(space)
    create_post(author=live_world.owner, space=space, body="Unité")
    assert spaces_told(barrier(reader)) == [space.pk], "the premise"
    return reader, unit, space


def falls_silent(reader, barrier, live_world, space):
    create_post(author=live_world.owner, space=space, body="Après")
    frames = barrier(reader)
    assert spaces_told(frames) == []
    assert ("access.revoked", space.pk) in [(f["name"], f["space"]) for f in frames]
    reader.watch(space)
    create_post(author=live_world.owner, space=space, body="Encore")
    assert spaces_told(barrier(reader)) == []


def test_a_unit_that_loses_access_falls_silent_at_once(live_world, by_unit, tab, barrier):
    reader, unit, space = by_unit
    member = tab(live_world.member)
    close_to_unit(actor=live_world.owner, space=space, unit=unit)
    falls_silent(reader, barrier, live_world, space)
    assert spaces_told(barrier(member)) == [space.pk, space.pk]


def test_who_leaves_the_unit_falls_silent_at_once(live_world, by_unit, barrier):
    reader, _unit, space = by_unit
    update_directory_entry(actor=live_world.administrator, person=live_world.outsider, unit=None)
    falls_silent(reader, barrier, live_world, space)


def test_who_is_excluded_falls_silent_though_their_unit_reads(live_world, by_unit, barrier):
    reader, _unit, space = by_unit
    exclude_person(actor=live_world.owner, space=space, user=live_world.outsider, reason="x")
    falls_silent(reader, barrier, live_world, space)


def test_nobody_is_told_of_an_invitation_or_a_request(live_world, tab, barrier):
    tabs = [tab(live_world.member), tab(live_world.outsider), tab(live_world.leader)]
    for one in tabs:
        barrier(one)
    invite_person(actor=live_world.owner, space=live_world.confidential, user=live_world.leader)
    request_access(user=live_world.outsider, space=live_world.on_request)
    for one in tabs:
        assert not {"invitation.sent", "access.requested"} & names(barrier(one))
