"""Who is told of what: each kind, the most direct one only, once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.events.models import OutboxEvent
from apps.events.registry import Delivery, restore
from apps.notifications.actions import set_conversation, set_space_level
from apps.notifications.models import ConversationSetting, Notification, SpaceSetting, Telling
from apps.notifications.telling import BATCH
from apps.posts.actions import (
    create_comment,
    create_post,
    edit_comment,
    react,
    take_back_reaction,
    withdraw_comment,
    withdraw_post,
)
from apps.posts.events import PostCreated
from apps.profiles.actions import deactivate_person
from apps.profiles.models import User
from apps.spaces.actions import add_member, change_role, join_space
from apps.spaces.models import Membership
from tests.conftest import make_person
from tests.notifications.pipeline import hand_over, pump, shown_to, told

State, Level = ConversationSetting.State, SpaceSetting.Level


@pytest.fixture
def post(quiet_world):
    post = create_post(author=quiet_world.member, space=quiet_world.open, body="Who has the key?")
    pump()
    return post


def naming(person: User) -> str:
    return f"<p>Ask @{person.username} about it</p>"


def test_an_answer_is_told_to_the_author_of_the_post_and_of_the_comment(quiet_world, post):
    comment = create_comment(author=quiet_world.animator, post=post, body="I have.")
    pump()
    assert told() == {("Mehdi Member", "answered")}
    create_comment(author=quiet_world.outsider, post=post, body="Me too.", parent=comment)
    pump()
    assert told(actor=quiet_world.outsider) == {
        ("Mehdi Member", "answered"),
        ("Anaïs Animator", "answered"),
    }


def test_nobody_is_told_of_their_own_doing(quiet_world, post):
    comment = create_comment(author=quiet_world.member, post=post, body="Anybody?")
    create_comment(author=quiet_world.member, post=post, body="Please!", parent=comment)
    react(user=quiet_world.member, said=post, kind="thanks")
    join_space(user=quiet_world.outsider, space=quiet_world.open)
    pump()
    assert told() == set()


def test_who_wrote_in_a_conversation_follows_it(quiet_world, post):
    create_comment(author=quiet_world.animator, post=post, body="I have.")
    create_comment(author=quiet_world.outsider, post=post, body="Me too.")
    pump()
    assert told(actor=quiet_world.outsider) == {
        ("Mehdi Member", "answered"),
        ("Anaïs Animator", "answered_in_followed"),
    }


def test_one_follows_or_stops_following_by_choice(quiet_world, post):
    set_conversation(person=quiet_world.leader, post=post, state=State.FOLLOW)
    set_conversation(person=quiet_world.animator, post=post, state=State.UNFOLLOW)
    comment = create_comment(author=quiet_world.animator, post=post, body="I have.")
    create_comment(author=quiet_world.outsider, post=post, body="Me too.")
    pump()
    assert told(actor=quiet_world.outsider) == {
        ("Mehdi Member", "answered"),
        ("Laure Leader", "answered_in_followed"),
    }
    # Who stopped following is still told what is said to them.
    create_comment(author=quiet_world.owner, post=post, body="To you.", parent=comment)
    pump()
    assert ("Anaïs Animator", "answered") in told(actor=quiet_world.owner)


def test_a_mention_wins_over_an_answer(quiet_world, clock, post):
    create_comment(author=quiet_world.animator, post=post, body=naming(quiet_world.member))
    clock.undo_window()
    assert told() == {("Mehdi Member", "mentioned")}
    assert shown_to(quiet_world.member) == ["mentioned"]


def test_a_mention_wins_in_either_order(quiet_world, clock, post):
    """Without a window the answer is shown before the mention is told: it becomes the mention."""
    create_comment(author=quiet_world.animator, post=post, body=naming(quiet_world.member))
    events = OutboxEvent.objects.filter(delivered_at=None).order_by("name")
    deliveries = [Delivery(row.pk, row.pk, restore(row)) for row in events]
    assert [d.event.name for d in deliveries] == ["comment.created", "person.mentioned"]
    for delivery in [*deliveries, *reversed(deliveries)]:
        hand_over(delivery)
        clock.go(seconds=31)
    assert shown_to(quiet_world.member) == ["mentioned"]


def test_a_later_mention_in_the_same_words_is_told_again(quiet_world, clock, post):
    comment = create_comment(author=quiet_world.animator, post=post, body="I have.")
    clock.undo_window()
    Notification.objects.update(read_at=timezone.now())
    edit_comment(actor=quiet_world.animator, comment=comment, body=naming(quiet_world.member))
    clock.undo_window()
    row = Notification.objects.visible_to(quiet_world.member).get()
    assert (row.kind, row.read_at) == ("mentioned", None)


def test_reactions_are_told_to_who_wrote(quiet_world, post):
    comment = create_comment(author=quiet_world.animator, post=post, body="I have.")
    pump()
    react(user=quiet_world.outsider, said=post, kind="thanks")
    react(user=quiet_world.outsider, said=comment, kind="bravo")
    pump()
    assert told(kind="reacted") == {("Mehdi Member", "reacted"), ("Anaïs Animator", "reacted")}


def test_a_reaction_given_twice_is_told_once(quiet_world, clock, post):
    react(user=quiet_world.outsider, said=post, kind="thanks")
    clock.undo_window()
    react(user=quiet_world.outsider, said=post, kind="bravo")
    clock.undo_window()
    assert shown_to(quiet_world.member) == ["reacted"]


def test_a_reaction_taken_back_in_time_was_never_told(quiet_world, clock, post):
    react(user=quiet_world.outsider, said=post, kind="thanks")
    pump()
    clock.go(seconds=20)
    take_back_reaction(user=quiet_world.outsider, said=post)
    clock.undo_window()
    assert told() == set()
    assert "notifications.delivered" not in names_of_events()


def test_a_reaction_taken_back_later_goes_if_it_was_not_read(quiet_world, clock, post):
    for reader in (quiet_world.outsider, quiet_world.leader):
        react(user=reader, said=post, kind="thanks")
    clock.undo_window()
    Notification.objects.filter(actor=quiet_world.leader).update(read_at=timezone.now())
    for reader in (quiet_world.outsider, quiet_world.leader):
        take_back_reaction(user=reader, said=post)
    clock.undo_window()
    assert [row.actor for row in Notification.objects.all()] == [quiet_world.leader]
    assert "notifications.withdrawn" in names_of_events()


def test_a_reaction_whose_end_is_told_before_its_beginning_is_not_shown(quiet_world, clock, post):
    """The queue does not keep the order: what is shown is what is true when it is shown."""
    react(user=quiet_world.outsider, said=post, kind="thanks")
    pump()
    take_back_reaction(user=quiet_world.outsider, said=post)
    OutboxEvent.objects.filter(name="post.reacted", delivered_at=None).delete()
    assert told() == {("Mehdi Member", "reacted")}
    clock.undo_window()
    assert told() == set()


@pytest.mark.parametrize("when", ["before it is told", "before it is shown", "after"])
def test_withdrawn_words_are_told_to_nobody(quiet_world, clock, post, when):
    comment = create_comment(author=quiet_world.animator, post=post, body=naming(quiet_world.owner))
    if when != "before it is told":
        pump()
        assert told() == {("Mehdi Member", "answered"), ("Odile Owner", "mentioned")}
    if when == "after":
        clock.undo_window()
        assert shown_to(quiet_world.owner) == ["mentioned"]
    withdraw_comment(actor=quiet_world.animator, comment=comment)
    assert shown_to(quiet_world.owner) == []
    clock.undo_window()
    assert told() == set()


def test_a_withdrawn_post_takes_everything_about_it(quiet_world, clock, post):
    create_comment(author=quiet_world.animator, post=post, body="I have.")
    react(user=quiet_world.outsider, said=post, kind="thanks")
    clock.undo_window()
    assert len(shown_to(quiet_world.member)) == 2
    withdraw_post(actor=quiet_world.member, post=post)
    assert shown_to(quiet_world.member) == []
    pump()
    assert told() == set()


def test_a_space_followed_closely_tells_every_new_post(quiet_world):
    set_space_level(person=quiet_world.leader, space=quiet_world.open, level=Level.CLOSE)
    create_post(author=quiet_world.member, space=quiet_world.open, body="News")
    pump()
    assert told() == {("Laure Leader", "posted_closely")}


def test_an_announcement_tells_every_reader(quiet_world):
    set_space_level(person=quiet_world.member, space=quiet_world.confidential, level=Level.CLOSE)
    create_post(
        author=quiet_world.owner, space=quiet_world.confidential, body="News", is_announcement=True
    )
    pump()
    assert told() == {("Mehdi Member", "announced"), ("Anaïs Animator", "announced")}


def test_a_place_given_is_told(quiet_world):
    add_member(actor=quiet_world.owner, space=quiet_world.confidential, user=quiet_world.outsider)
    pump()
    assert told() == {("Oscar Outsider", "added_to_space")}
    membership = Membership.objects.get(user=quiet_world.outsider, space=quiet_world.confidential)
    change_role(actor=quiet_world.owner, membership=membership, role="animator")
    pump()
    assert Notification.objects.filter(person=quiet_world.outsider).count() == 2


def test_muted_conversations_and_spaces_are_silent(quiet_world, post):
    create_comment(author=quiet_world.animator, post=post, body="I have.")
    pump()
    set_conversation(person=quiet_world.member, post=post, state=State.MUTE)
    assert told() == set()  # what waited to be shown is not
    create_comment(author=quiet_world.animator, post=post, body=naming(quiet_world.member))
    pump()
    assert told(person=quiet_world.member) == set()
    set_conversation(person=quiet_world.member, post=post, state="")
    set_space_level(person=quiet_world.member, space=quiet_world.open, level=Level.MUTE)
    create_comment(author=quiet_world.animator, post=post, body="Here.")
    pump()
    assert told(person=quiet_world.member) == set()


def test_who_left_the_organisation_is_told_nothing(quiet_world, clock, post):
    create_comment(author=quiet_world.animator, post=post, body="I have.")
    pump()
    deactivate_person(actor=quiet_world.administrator, person=quiet_world.member)
    clock.undo_window()
    assert told() == set()
    create_comment(author=quiet_world.animator, post=post, body="And again.")
    clock.undo_window()
    assert told() == set()


def test_told_twice_is_told_once(quiet_world, clock, post):
    create_comment(author=quiet_world.animator, post=post, body=naming(quiet_world.leader))
    rows = list(OutboxEvent.objects.filter(delivered_at=None).order_by("id"))
    for _again in range(3):
        for row in rows:
            hand_over(Delivery(row.pk, row.pk, restore(row)))
    assert Notification.objects.count() == 2
    assert not Telling.objects.exists()
    clock.undo_window()
    for row in rows:
        hand_over(Delivery(row.pk, row.pk, restore(row)))
    assert Notification.objects.filter(delivered_at=None).count() == 0
    assert Notification.objects.count() == 2


def test_silently_now_waits_for_the_hour_its_author_chose(quiet_world, clock):
    later = timezone.now() + timedelta(hours=3)
    create_post(
        author=quiet_world.owner,
        space=quiet_world.confidential,
        body=naming(quiet_world.member),
        is_announcement=True,
        quiet_until=later,
    )
    clock.undo_window()
    assert told() == {("Mehdi Member", "mentioned"), ("Anaïs Animator", "announced")}
    assert shown_to(quiet_world.member) == shown_to(quiet_world.animator) == []
    clock.go(hours=3)
    assert shown_to(quiet_world.member) == ["mentioned"]
    assert shown_to(quiet_world.animator) == ["announced"]


def test_many_are_told_in_batches_each_once(quiet_world, clock, django_assert_max_num_queries):
    crowd = User.objects.bulk_create(
        User(
            email=f"crowd{n}@example.test",
            username=f"crowd{n}",
            display_name=f"Crowd {n}",
            sort_name=f"crowd {n}",
        )
        for n in range(BATCH * 2 + 300)
    )
    readers = quiet_world.everyone.readers().count()
    assert readers == len(crowd) + 9
    post = create_post(
        author=quiet_world.leader, space=quiet_world.everyone, body="All", is_announcement=True
    )
    row = OutboxEvent.objects.get(name=PostCreated.name, delivered_at=None)
    with django_assert_max_num_queries(60):
        hand_over(Delivery(row.pk, row.pk, restore(row)))
    assert Notification.objects.filter(post=post).count() == readers - 1
    with django_assert_max_num_queries(150):
        clock.undo_window()
    assert Notification.objects.filter(post=post, delivered_at__isnull=False).count() == readers - 1
    delivered = OutboxEvent.objects.filter(name="notifications.delivered")
    people = [person for row in delivered for person in row.payload["people"]]
    assert len(people) == len(set(people)) == readers - 1
    assert make_person().notifications.count() == 0


def names_of_events() -> set[str]:
    return set(OutboxEvent.objects.values_list("name", flat=True))
