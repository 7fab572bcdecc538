import pytest

from apps.core.decisions import Refused
from apps.core.errors import InvalidInput
from apps.events.models import OutboxEvent
from apps.profiles.actions import deactivate_person
from apps.spaces.actions import (
    add_member,
    change_kind,
    change_role,
    create_space,
    edit_space,
    follow_space,
    join_space,
    leave_space,
    remove_member,
)
from apps.spaces.models import Follow, Membership, Space
from apps.spaces.settling import settle

Role = Membership.Role
KEY = "0b7d0f52-4b0e-4d5c-9f5e-0d3a2a6b1c11"


def test_the_same_key_answers_with_the_same_space(world):
    first = create_space(owner=world.member, name="Twice", key=KEY)
    assert create_space(owner=world.member, name="Twice", key=KEY) == first
    assert create_space(owner=world.outsider, name="Twice", key=KEY) != first


@pytest.mark.parametrize("name", ["New", "Picker", "new"])
def test_no_space_takes_the_address_of_a_page(world, name):
    assert create_space(owner=world.member, name=name).slug not in ("new", "picker")


def test_a_namesake_does_not_betray_a_confidential_space(world):
    hidden = create_space(owner=world.owner, name="Projet Lune", kind=Space.Kind.CONFIDENTIAL)
    public = create_space(owner=world.outsider, name="Projet Lune")
    assert public.slug == "projet-lune"
    assert hidden.slug.startswith("projet-lune-")


@pytest.mark.parametrize("name", ["", "   ", "!!!", "\u202e\u202e"])
def test_a_name_needs_something_to_read(world, name):
    with pytest.raises(InvalidInput) as refusal:
        create_space(owner=world.member, name=name)
    assert refusal.value.field == "name"
    with pytest.raises(InvalidInput):
        edit_space(actor=world.owner, space=world.open, name=name)


def test_a_name_is_one_line_without_deceiving_characters(world):
    space = create_space(owner=world.member, name="  Deux\nlignes \u202e!  ")
    assert space.name == "Deux lignes !"


def test_closing_a_space_ends_the_reading_and_following_of_outsiders(world):
    follow_space(user=world.outsider, space=world.open)
    assert Space.objects.visible_to(world.outsider).contains(world.open)
    change_kind(actor=world.owner, space=world.open, kind=Space.Kind.CONFIDENTIAL)
    assert not Space.objects.visible_to(world.outsider).contains(world.open)
    assert not Space.objects.listed_to(world.outsider).contains(world.open)
    assert not Follow.objects.filter(user=world.outsider).exists()


def test_only_an_owner_makes_a_space_stricter(world):
    with pytest.raises(Refused):
        change_kind(actor=world.animator, space=world.open, kind=Space.Kind.CONFIDENTIAL)


def test_losing_access_is_told_to_the_person(world):
    remove_member(actor=world.animator, space=world.confidential, user=world.member)
    revoked = OutboxEvent.objects.filter(name="access.revoked", person_id=world.member.pk)
    assert revoked.get().space_id == world.confidential.pk


def test_leaving_an_open_space_loses_no_access(world):
    leave_space(user=world.member, space=world.open)
    assert not OutboxEvent.objects.filter(
        name="access.revoked", space_id=world.open.pk, person_id=world.member.pk
    ).exists()


def test_the_last_owner_stays(world):
    with pytest.raises(Refused):
        leave_space(user=world.owner, space=world.open)
    with pytest.raises(Refused):
        add_member(actor=world.owner, space=world.open, user=world.owner, role=Role.MEMBER)


def test_an_animator_does_not_name_or_remove_owners(world):
    with pytest.raises(Refused):
        add_member(actor=world.animator, space=world.open, user=world.member, role=Role.OWNER)
    with pytest.raises(Refused):
        remove_member(actor=world.animator, space=world.open, user=world.owner)


def test_changing_the_role_of_someone_who_just_left_is_refused(world):
    membership = Membership.objects.get(space=world.open, user=world.member)
    leave_space(user=world.member, space=world.open)
    with pytest.raises(Refused):
        change_role(actor=world.owner, membership=membership, role=Role.ANIMATOR)


def test_nobody_who_left_the_organisation_joins_or_is_added(world):
    with pytest.raises(Refused):
        join_space(user=world.deactivated, space=world.open)
    leave_space(user=world.deactivated, space=world.on_request)
    with pytest.raises(Refused):
        add_member(actor=world.owner, space=world.on_request, user=world.deactivated)


def test_the_count_is_right_when_a_member_leaves_the_organisation_and_then_the_space(world):
    """The departure is carried into the spaces a moment later, perhaps after the removal."""
    space = world.on_request
    settle(world.deactivated.pk)
    space.refresh_from_db()
    before = space.members_count
    deactivate_person(actor=world.administrator, person=world.member)
    remove_member(actor=world.owner, space=space, user=world.member)
    settle(world.member.pk)
    space.refresh_from_db()
    assert space.members_count == before - 1


def test_removing_someone_who_is_gone_does_not_lower_the_count(world):
    space = world.on_request
    settle(world.deactivated.pk)
    space.refresh_from_db()
    before = space.members_count
    remove_member(actor=world.owner, space=space, user=world.deactivated)
    space.refresh_from_db()
    assert space.members_count == before
