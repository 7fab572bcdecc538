"""Doors × those who stand on the threshold of a confidential space: one truth table more.

Invited too long ago, and guest of one post; who is invited, reads by a unit or is excluded is in
test_entering.py. And what all of them are told by a socket.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.events.actions import record
from apps.events.cursor import latest_number
from apps.events.models import OutboxEvent
from apps.live import topics
from apps.posts.actions import create_post, invite_guest
from apps.posts.events import PostCreated, PostEdited
from apps.profiles.actions import create_unit, update_directory_entry
from apps.spaces.actions import (
    add_member,
    change_kind,
    exclude_person,
    follow_space,
    invite_person,
    open_to_unit,
    request_access,
)
from apps.spaces.models import Invitation, Space
from tests.access.doors import ADMINISTRATION, ANSWER, BODY, TITLE
from tests.access.every_door import DOORS
from tests.access.test_doors import found, traces
from tests.conftest import make_person

each_door = pytest.mark.parametrize("door", [*DOORS, *ADMINISTRATION], ids=lambda d: d.name)


@pytest.fixture
def invited(world, in_confidential):
    person = make_person("Ines Invited")
    invite_person(actor=world.owner, space=in_confidential.space, user=person)
    return person


@pytest.fixture
def invited_too_long_ago(invited):
    Invitation.objects.filter(user=invited).update(expires_at=timezone.now() - timedelta(days=1))
    return invited


@pytest.fixture
def guest(world, in_confidential):
    person = make_person("Gilles Guest")
    invite_guest(actor=world.owner, post=in_confidential.post, person=person)
    return person


@each_door
def test_an_old_invitation_leads_nowhere(door, invited_too_long_ago, in_confidential, signed_in):
    said = door.open(signed_in(invited_too_long_ago), in_confidential)
    assert not found(said)
    assert not traces(said, in_confidential)


@each_door
def test_a_guest_reads_one_post_and_learns_nothing_of_the_space(
    door, guest, in_confidential, signed_in
):
    said = door.open(signed_in(guest), in_confidential)
    assert found(said) <= {TITLE, BODY, ANSWER}
    assert f"/spaces/{in_confidential.space.slug}/" not in said
    if not door.is_inside and door.name != "given to me":
        assert not traces(said, in_confidential), "no list shows what one was given"


def test_a_guest_does_read_it(guest, in_confidential, signed_in):
    """The premise of the table above."""
    page = signed_in(guest).get(f"/posts/{in_confidential.post.pk}/").text
    assert found(page) == {TITLE, BODY, ANSWER}


def test_sockets_tell_who_reads_and_nobody_else(world, in_confidential, invited, guest):
    """What a tab is subscribed to, may watch, and is told of the past."""
    space = in_confidential.space
    unit = create_unit(name="Atelier")
    by_unit, excluded = make_person("Uma Unit"), make_person("Elias Excluded")
    for person in (by_unit, excluded):
        update_directory_entry(actor=world.administrator, person=person, unit=unit)
    open_to_unit(actor=world.owner, space=space, unit=unit)
    exclude_person(actor=world.owner, space=space, user=excluded, reason="x", days=7)
    follow_space(user=by_unit, space=space)
    waiting = make_person("Wanda Waiting")
    request_access(user=waiting, space=world.on_request)
    for person in (world.member, world.animator, by_unit):
        assert space.pk in topics.subscribed(person.pk)
        assert topics.readable(person.pk, [space.pk]) == {space.pk}
    people = [invited, guest, excluded, waiting, world.outsider, world.former_member]
    for person in [*people, world.administrator, world.deactivated]:
        closed = [space.pk, world.on_request.pk]
        assert not topics.subscribed(person.pk) & set(closed)
        assert not topics.readable(person.pk, closed)
        assert not topics.readers_among(space.pk, [person.pk])


def test_of_a_space_opened_since_the_past_is_not_told(world, in_confidential):
    """Resuming: what was said before the opening is as silent afterwards as it was."""
    space, post = in_confidential.space, in_confidential.post
    before = latest_number()
    _delivered(PostCreated(actor_id=world.owner.pk, space_id=space.pk, post_id=post.pk))
    _delivered(PostEdited(actor_id=world.owner.pk, space_id=space.pk, post_id=post.pk))
    assert len(topics.missed_in([space.pk], before).deliveries) == 2, "the premise"
    space = change_kind(actor=world.owner, space=space, kind=Space.Kind.OPEN)
    later = create_post(author=world.owner, space=space, body="Pour tous")
    _delivered(PostCreated(actor_id=world.owner.pk, space_id=space.pk, post_id=later.pk))
    add_member(actor=world.owner, space=space, user=world.outsider)
    missed = topics.arrival(world.outsider.pk, before).missed
    assert missed is not None
    for passage in (missed, topics.missed_in([space.pk], before)):
        told = [getattr(delivery.event, "post_id", None) for delivery in passage.deliveries]
        assert later.pk in told
        assert post.pk not in told


def _delivered(event) -> None:
    """As the relay has it, a moment later."""
    number = latest_number() + 1
    OutboxEvent.objects.filter(pk=record(event)).update(number=number, delivered_at=timezone.now())
