"""A tab that slept or lost the network catches up, by today's access."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.events.expiry import forget_delivered
from apps.events.models import OutboxEvent
from apps.posts.actions import create_comment, create_post, edit_post
from apps.spaces.actions import add_member, follow_space, remove_member
from tests.processes import eventually

pytestmark = pytest.mark.django_db(transaction=True)


def delivered() -> bool:
    return not OutboxEvent.objects.filter(delivered_at=None).exists()


def names(frames) -> list[tuple[str, int]]:
    return [(frame["name"], frame["space"]) for frame in frames]


def test_what_was_missed_is_told_once_and_in_order(live_world, tab, barrier):
    sleeper = tab(live_world.member)
    sleeper.connection.close()
    post = create_post(author=live_world.owner, space=live_world.confidential, body="Un")
    for _ in range(3):
        create_comment(author=live_world.owner, post=post, body="Deux")
    eventually(delivered)
    awake = tab(live_world.member, since=sleeper.cursor)
    frames = barrier(awake)
    assert [f["name"] for f in frames] == ["post.created"] + ["comment.created"] * 3
    numbers = [f["number"] for f in frames]
    assert numbers == sorted(set(numbers))
    again = tab(live_world.member, since=numbers[1])
    assert [f["number"] for f in barrier(again) if f["number"] <= numbers[-1]] == numbers[2:]


def test_nothing_missed_is_nothing_told(live_world, tab, barrier):
    eventually(delivered)
    first = tab(live_world.member)
    assert barrier(tab(live_world.member, since=first.cursor)) == []


def test_without_since_the_past_stays_the_past(live_world, tab, barrier):
    create_post(author=live_world.owner, space=live_world.confidential, body="Passé")
    eventually(delivered)
    assert barrier(tab(live_world.member)) == []


def test_a_replay_obeys_the_access_of_today(live_world, tab, barrier):
    sleeper = tab(live_world.member)
    sleeper.connection.close()
    create_post(author=live_world.owner, space=live_world.confidential, body="Membre encore")
    create_post(author=live_world.owner, space=live_world.on_request, body="Membre toujours")
    eventually(delivered)
    told = names(barrier(tab(live_world.member, since=sleeper.cursor)))
    assert ("post.created", live_world.confidential.pk) in told, "the premise"

    remove_member(actor=live_world.owner, space=live_world.confidential, user=live_world.member)
    create_post(author=live_world.owner, space=live_world.confidential, body="Sans vous")
    eventually(delivered)
    told = names(barrier(tab(live_world.member, since=sleeper.cursor)))
    assert [one for one in told if one[1] == live_world.confidential.pk] == [
        ("access.revoked", live_world.confidential.pk)
    ]
    assert ("post.created", live_world.on_request.pk) in told


def test_an_outsider_s_replay_knows_nothing_of_closed_spaces(live_world, tab, barrier):
    outsider = tab(live_world.outsider)
    outsider.connection.close()
    create_post(author=live_world.owner, space=live_world.confidential, body="Entre nous")
    remove_member(actor=live_world.owner, space=live_world.confidential, user=live_world.member)
    eventually(delivered)
    assert barrier(tab(live_world.outsider, since=outsider.cursor)) == []


def test_what_concerns_another_person_is_not_replayed(live_world, tab, barrier):
    """Somebody else's loss of access carries the space's id, and is theirs alone to know."""
    animator = tab(live_world.animator)
    animator.connection.close()
    follow_space(user=live_world.outsider, space=live_world.open)
    remove_member(actor=live_world.owner, space=live_world.confidential, user=live_world.member)
    eventually(delivered)
    told = names(barrier(tab(live_world.animator, since=animator.cursor)))
    assert told == [("membership.ended", live_world.confidential.pk)]


def test_access_lost_and_won_back_is_no_loss(live_world, tab, barrier):
    member = tab(live_world.member)
    member.connection.close()
    remove_member(actor=live_world.owner, space=live_world.confidential, user=live_world.member)
    add_member(actor=live_world.owner, space=live_world.confidential, user=live_world.member)
    eventually(delivered)
    told = names(barrier(tab(live_world.member, since=member.cursor)))
    assert "access.revoked" not in [name for name, _ in told]


def test_watching_since_a_page_was_rendered(live_world, tab, barrier):
    reader = tab(live_world.outsider)
    before = reader.cursor
    post = create_post(author=live_world.owner, space=live_world.open, body="Entre-temps")
    eventually(delivered)
    reader.send({"type": "watch", "spaces": [live_world.open.pk], "since": before})
    assert reader.event()["keys"] == [f"post.{post.pk}"]


@pytest.mark.parametrize("since", ["beyond", "expired", "ages"])
def test_what_cannot_be_told_is_a_resync(live_world, tab, barrier, since):
    create_post(author=live_world.owner, space=live_world.confidential, body="Un")
    eventually(delivered)
    cursor = tab(live_world.member).cursor
    if since == "expired":
        OutboxEvent.objects.update(delivered_at=timezone.now() - timedelta(days=365))
        create_post(author=live_world.owner, space=live_world.confidential, body="Deux")
        eventually(delivered)
        forget_delivered()
        number = cursor - 2
    else:
        number = {"beyond": 2**62, "ages": 0}[since]
    late = tab(live_world.member, since=number)
    assert late.receive() == {"type": "resync"}
    create_post(author=live_world.owner, space=live_world.confidential, body="Trois")
    assert late.until("post.created")


def test_too_much_is_a_resync(live_world, tab):
    cursor = tab(live_world.member).cursor
    post = create_post(author=live_world.leader, space=live_world.everyone, body="Sujet")
    OutboxEvent.objects.bulk_create(
        OutboxEvent(
            name="post.edited",
            space_id=live_world.everyone.pk,
            actor_id=live_world.owner.pk,
            payload={"post_id": post.pk},
        )
        for _ in range(500)
    )
    edit_post(actor=live_world.leader, post=post, body="Et cela réveille le relais")
    eventually(delivered)
    assert tab(live_world.member, since=cursor).receive() == {"type": "resync"}
