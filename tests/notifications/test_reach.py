"""Whom a post would tell, said before it is published."""

from datetime import time, timedelta

from django.utils import timezone
from django.utils.translation import override

from apps.hours.actions import pause_until, set_working_hours
from apps.notifications.actions import set_space_level
from apps.notifications.models import Notification
from apps.notifications.reach import FEW, Reach, reach_of, sentence
from apps.posts.actions import create_post
from apps.posts.reach import announcement_reach
from tests.notifications.pipeline import pump

ALWAYS = (((time(0), time(0)),),) * 7


def test_an_announcement_counts_its_readers_by_their_hours(quiet_world, clock):
    world = quiet_world
    readers = world.everyone.readers().count()
    assert reach_of(world.leader, world.everyone, announcement=True) == Reach(
        total=readers - 1, now=readers - 1
    )
    pause_until(actor=world.owner, person=world.owner, until=timezone.now() + timedelta(hours=2))
    set_space_level(person=world.member, space=world.everyone, level="mute")
    assert reach_of(world.leader, world.everyone, announcement=True) == Reach(
        total=readers - 2, now=readers - 3
    )
    clock.go(hours=10)
    set_working_hours(actor=world.animator, person=world.animator, week=ALWAYS)
    evening = reach_of(world.leader, world.everyone, announcement=True)
    assert (evening.total, evening.now, evening.later) == (readers - 2, 1, readers - 3)
    with override("en"):
        said = sentence(world.leader, world.everyone)
    # The leader's own day is over: nobody is told before it begins again.
    assert said == f"Will tell {readers - 2} people when their day starts"
    set_working_hours(actor=world.leader, person=world.leader, week=ALWAYS)
    with override("en"):
        said = sentence(world.leader, world.everyone)
    assert said == f"Will tell {readers - 2} people: 1 now, {readers - 3} when their day starts"
    assert announcement_reach(world.leader, world.everyone)


def test_of_few_people_it_is_not_said_who_is_away(quiet_world, clock):
    world = quiet_world
    assert reach_of(world.owner, world.confidential, announcement=True).total < FEW
    with override("en"):
        before = sentence(world.owner, world.confidential)
        pause_until(
            actor=world.member, person=world.member, until=timezone.now() + timedelta(hours=2)
        )
        assert sentence(world.owner, world.confidential) == before
    assert before == "Will tell 2 people, each within their hours"


def test_what_is_counted_is_who_is_told(quiet_world, clock):
    world = quiet_world
    set_space_level(person=world.member, space=world.confidential, level="mute")
    expected = reach_of(world.owner, world.confidential, announcement=True).total
    create_post(author=world.owner, space=world.confidential, body="All", is_announcement=True)
    pump()
    assert Notification.objects.filter(kind="announced").count() == expected == 1


def test_an_ordinary_post_counts_who_follows_closely_and_who_is_named(quiet_world, clock):
    world = quiet_world
    assert reach_of(world.owner, world.open, announcement=False) == Reach(0, 0)
    set_space_level(person=world.member, space=world.open, level="close")
    ids = [world.outsider.pk, world.owner.pk, world.member.pk]
    assert reach_of(world.owner, world.open, announcement=False, mentions=ids) == Reach(2, 2)
    stranger = [world.outsider.pk]
    assert reach_of(world.owner, world.confidential, announcement=False, mentions=stranger) == (
        Reach(0, 0)
    )


def test_it_is_counted_in_bulk(quiet_world, clock, django_assert_max_num_queries):
    with django_assert_max_num_queries(9):
        reach_of(quiet_world.leader, quiet_world.everyone, announcement=True)


def test_the_composer_says_it_to_who_may_announce(quiet_world, clock, signed_in):
    address = f"/spaces/{quiet_world.everyone.slug}/posts/"
    leader = signed_in(quiet_world.leader).get(address).content.decode()
    assert sentence(quiet_world.leader, quiet_world.everyone) in leader
    member = signed_in(quiet_world.member).get(address).content.decode()
    assert sentence(quiet_world.member, quiet_world.everyone) not in member
