"""What waits, and what ends the wait."""

from django.urls import reverse

from apps.events.models import OutboxEvent
from apps.notifications.actions import mark_all_read, mark_read, set_space_level
from apps.notifications.following import conversation_state, space_level
from apps.notifications.forgetting import KEPT, forget_old
from apps.notifications.models import Notification
from apps.posts.actions import create_comment, create_post, react
from tests.notifications.pipeline import pump, shown_to


def unread(person) -> tuple[int, int]:
    """Shown and unread: to the person directly, and others."""
    waiting = Notification.objects.visible_to(person).unread()
    direct = waiting.filter(is_direct=True).count()
    return direct, waiting.count() - direct


def conversation(world):
    post = create_post(author=world.member, space=world.open, body="Who has the key?")
    create_comment(author=world.animator, post=post, body="I have.")
    create_comment(author=world.outsider, post=post, body="Me too.")
    return post


def test_direct_and_other_are_told_apart(quiet_world, clock):
    conversation(quiet_world)
    assert unread(quiet_world.member) == (0, 0)
    clock.undo_window()
    assert unread(quiet_world.member) == (2, 0)
    assert unread(quiet_world.animator) == (0, 1)
    assert unread(quiet_world.outsider) == (0, 0)


def test_opening_a_post_reads_what_was_told_of_it(quiet_world, clock, signed_in):
    post, other = conversation(quiet_world), conversation(quiet_world)
    clock.undo_window()
    assert unread(quiet_world.member) == (4, 0)
    browser = signed_in(quiet_world.member)
    assert browser.get(reverse("post", args=[post.pk])).status_code == 200
    rows = Notification.objects.filter(person=quiet_world.member, read_at=None)
    assert set(rows.values_list("post", flat=True)) == {other.pk}
    read = OutboxEvent.objects.filter(name="notifications.read")
    assert [row.payload["people"] for row in read] == [[quiet_world.member.pk]]
    browser.get(reverse("post", args=[post.pk]))
    assert read.count() == 1  # nothing was unread


def test_what_is_read_before_it_is_shown_calls_nobody(quiet_world, clock, signed_in):
    post = conversation(quiet_world)
    pump()
    signed_in(quiet_world.member).get(reverse("post", args=[post.pk]))
    clock.undo_window()
    assert shown_to(quiet_world.member) == ["answered", "answered"]
    assert unread(quiet_world.member) == (0, 0)
    delivered = OutboxEvent.objects.filter(name="notifications.delivered")
    assert quiet_world.member.pk not in {it for row in delivered for it in row.payload["people"]}
    assert not Notification.objects.filter(
        person=quiet_world.member, deliveries__isnull=False
    ).exists()


def test_one_reads_only_ones_own(quiet_world, clock):
    conversation(quiet_world)
    clock.undo_window()
    ids = list(Notification.objects.values_list("pk", flat=True))
    assert mark_read(person=quiet_world.outsider, ids=ids) == 0
    assert mark_read(person=quiet_world.member, ids=ids[:1]) == 1
    assert mark_all_read(person=quiet_world.member) == 1
    assert mark_all_read(person=quiet_world.member) == 0
    assert unread(quiet_world.animator) == (0, 1)


def test_how_one_stands_to_a_conversation(quiet_world, clock):
    post = conversation(quiet_world)
    assert conversation_state(quiet_world.member, post) == "follow"
    assert conversation_state(quiet_world.animator, post) == "follow"
    assert conversation_state(quiet_world.leader, post) == "unfollow"
    assert space_level(quiet_world.leader, quiet_world.open) == "normal"
    set_space_level(person=quiet_world.leader, space=quiet_world.open, level="close")
    assert space_level(quiet_world.leader, quiet_world.open) == "close"


def test_old_notifications_are_forgotten(quiet_world, clock):
    post = conversation(quiet_world)
    clock.undo_window()
    clock.go(days=KEPT.days - 1)
    react(user=quiet_world.outsider, said=post, kind="thanks")
    clock.undo_window()
    forget_old()
    assert len(shown_to(quiet_world.member)) == 3
    clock.go(days=1)
    assert forget_old() == 3
    assert shown_to(quiet_world.member) == ["reacted"]
