"""Nobody is told of what they do not read; who loses access keeps nothing of it."""

import pytest
from django.db import transaction

from apps.core.decisions import Refused
from apps.events.actions import record
from apps.events.models import OutboxEvent
from apps.notifications.actions import set_conversation, set_space_level
from apps.notifications.models import Delivery, Notification
from apps.posts.actions import create_comment, create_post
from apps.posts.events import PersonMentioned
from apps.profiles.actions import deactivate_person
from apps.profiles.models import User
from apps.spaces.actions import change_kind, leave_space, remove_member
from apps.spaces.models import Space
from tests.notifications.pipeline import pump, shown_to


def told_everything(world, space: Space) -> None:
    """Every kind there is, in one space, with everybody of the cast named and asked for."""
    everybody = [person.pk for person in world.cast.values()]
    post = create_post(
        author=world.owner, space=space, body="<p>For readers</p>", is_announcement=True
    )
    comment = create_comment(author=world.animator, post=post, body="<p>Answer</p>")
    create_comment(author=world.member, post=post, body="<p>And another</p>", parent=comment)
    with transaction.atomic():
        # What a bug in whoever records it would look like.
        record(
            PersonMentioned(
                actor_id=world.owner.pk, space_id=space.pk, post_id=post.pk, people=everybody
            )
        )


@pytest.mark.parametrize("kind", ["confidential", "on_request", "open"])
def test_nobody_but_readers_is_ever_told(quiet_world, clock, kind):
    space = getattr(quiet_world, kind)
    readers = set(space.readers().values_list("pk", flat=True))
    told_everything(quiet_world, space)
    pump()
    rows = Notification.objects.filter(space=space)
    told = set(rows.values_list("person_id", flat=True))
    assert told == readers  # everybody who reads was named; nobody else has a row
    clock.undo_window()
    assert set(Delivery.objects.values_list("person_id", flat=True)) <= readers
    events = OutboxEvent.objects.filter(name="notifications.delivered")
    assert {person for row in events for person in row.payload["people"]} == readers
    for person in quiet_world.cast.values():
        today = User.objects.get(pk=person.pk)
        assert bool(shown_to(today)) == (person.pk in readers)


def lost(world, how: str) -> None:
    if how == "removed":
        remove_member(actor=world.owner, space=world.confidential, user=world.member)
    elif how == "left":
        leave_space(user=world.member, space=world.confidential)
    else:
        deactivate_person(actor=world.administrator, person=world.member)


@pytest.mark.parametrize("how", ["removed", "left", "deactivated"])
def test_who_loses_access_keeps_nothing(quiet_world, clock, how):
    told_everything(quiet_world, quiet_world.confidential)
    clock.undo_window()
    member = quiet_world.member
    assert shown_to(member)
    assert Delivery.objects.filter(person=member, state="waiting").exists()
    lost(quiet_world, how)
    assert shown_to(User.objects.get(pk=member.pk)) == []  # at once, by the read rule
    pump()
    assert not Notification.objects.filter(person=member).exists()
    assert not Delivery.objects.filter(person=member).exists()


@pytest.mark.parametrize("how", ["removed", "left", "deactivated"])
def test_who_loses_access_within_the_window_is_shown_nothing(quiet_world, clock, how):
    told_everything(quiet_world, quiet_world.confidential)
    pump()
    member = quiet_world.member
    assert Notification.objects.filter(person=member).exists()
    lost(quiet_world, how)
    # The queue lost the word of it: showing asks again.
    OutboxEvent.objects.filter(name__in=["access.revoked", "person.deactivated"]).delete()
    clock.undo_window()
    assert not Notification.objects.filter(person=member).exists()


def test_a_space_that_becomes_stricter_takes_back_what_it_told(quiet_world, clock):
    outsider = quiet_world.outsider
    set_space_level(person=outsider, space=quiet_world.open, level="close")
    create_post(author=quiet_world.member, space=quiet_world.open, body="For all")
    clock.undo_window()
    assert shown_to(outsider) == ["posted_closely"]
    change_kind(actor=quiet_world.owner, space=quiet_world.open, kind="confidential")
    assert shown_to(outsider) == []
    pump()
    assert not Notification.objects.filter(person=outsider).exists()
    assert Notification.objects.filter(space=quiet_world.open).count() == 0
    create_post(author=quiet_world.member, space=quiet_world.open, body="For members")
    clock.undo_window()
    assert not Notification.objects.filter(person=outsider).exists()


def test_notifications_are_ones_own(quiet_world, clock):
    told_everything(quiet_world, quiet_world.open)
    clock.undo_window()
    for person in (quiet_world.member, quiet_world.administrator):
        assert set(Notification.objects.visible_to(person).values_list("person", flat=True)) == {
            person.pk
        }


def test_one_follows_and_mutes_what_one_reads(quiet_world):
    post = create_post(author=quiet_world.owner, space=quiet_world.confidential, body="Here")
    for person in (quiet_world.outsider, quiet_world.administrator, quiet_world.former_member):
        with pytest.raises(Refused):
            set_conversation(person=person, post=post, state="follow")
        with pytest.raises(Refused):
            set_space_level(person=person, space=quiet_world.confidential, level="close")
    set_conversation(person=quiet_world.member, post=post, state="follow")
    set_space_level(person=quiet_world.member, space=quiet_world.confidential, level="close")
