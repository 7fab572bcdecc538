from uuid import uuid4

import pytest

from apps.core.decisions import Refused
from apps.core.errors import InvalidInput
from apps.events.models import OutboxEvent
from apps.posts.actions import (
    create_comment,
    create_post,
    edit_post,
    pin_post,
    react,
    take_back_reaction,
    withdraw_comment,
    withdraw_post,
)
from apps.posts.actions.places import take_space
from apps.posts.models import Comment, Post, PostReaction
from apps.spaces.actions import archive_space


@pytest.fixture
def post(world) -> Post:
    return create_post(author=world.member, space=world.confidential, body="Bonjour.")


def events(name: str) -> int:
    return OutboxEvent.objects.filter(name=name).count()


def test_the_same_key_publishes_once(world):
    key = uuid4()
    first = create_post(author=world.member, space=world.open, body="Once", key=key)
    again = create_post(author=world.member, space=world.open, body="Once", key=key)
    assert first == again
    assert Post.objects.filter(key=key).count() == 1
    assert events("post.created") == 1


def test_a_key_belongs_to_its_author(world):
    key = uuid4()
    mine = create_post(author=world.member, space=world.open, body="Mine", key=key)
    theirs = create_post(author=world.outsider, space=world.open, body="Theirs", key=key)
    assert mine != theirs


def test_the_same_key_answers_once(world, post):
    key = uuid4()
    for _ in range(2):
        create_comment(author=world.animator, post=post, body="Yes", key=key)
    post.refresh_from_db()
    assert post.comments_count == Comment.objects.count() == 1


def test_a_space_deleted_meanwhile_is_a_refusal(world):
    with pytest.raises(Refused):
        take_space(10**9)


def test_only_the_author_edits_or_withdraws(world, post):
    for other in (world.owner, world.animator, world.administrator):
        with pytest.raises(Refused):
            edit_post(actor=other, post=post, body="Not mine")
        with pytest.raises(Refused):
            withdraw_post(actor=other, post=post)
    edit_post(actor=world.member, post=post, body="Mieux dit.")
    assert post.text == "Mieux dit."
    assert post.edited_at is not None


def test_a_withdrawn_post_is_read_by_nobody_not_even_its_author(world, post):
    withdraw_post(actor=world.member, post=post)
    for person in world.cast.values():
        assert not Post.objects.visible_to(person).contains(post)


def test_an_answer_to_an_answer_joins_the_same_level(world, post):
    first = create_comment(author=world.animator, post=post, body="Un")
    second = create_comment(author=world.member, post=post, body="Deux", parent=first)
    third = create_comment(author=world.owner, post=post, body="Trois", parent=second)
    assert second.parent == third.parent == first


def test_an_answer_under_another_post_is_refused(world, post):
    elsewhere = create_post(author=world.member, space=world.open, body="Ailleurs")
    foreign = create_comment(author=world.member, post=elsewhere, body="Là")
    with pytest.raises(InvalidInput):
        create_comment(author=world.member, post=post, body="Ici", parent=foreign)


def test_counts_follow_comments_and_their_withdrawal(world, post):
    comment = create_comment(author=world.animator, post=post, body="Un")
    withdraw_comment(actor=world.animator, comment=comment)
    withdraw_comment(actor=world.animator, comment=comment)
    post.refresh_from_db()
    assert post.comments_count == 0


def test_one_reaction_a_person_that_can_change_and_go(world, post):
    react(user=world.animator, said=post, kind="thanks")
    react(user=world.animator, said=post, kind="thanks")
    react(user=world.owner, said=post, kind="bravo")
    react(user=world.animator, said=post, kind="learned")
    post.refresh_from_db()
    assert post.reaction_counts == {"learned": 1, "bravo": 1}
    take_back_reaction(user=world.animator, said=post)
    post.refresh_from_db()
    assert post.reaction_counts == {"bravo": 1}
    assert PostReaction.objects.count() == 1


def test_nobody_writes_in_an_archived_space(world, post):
    archive_space(actor=world.owner, space=world.confidential)
    post.space.refresh_from_db()
    with pytest.raises(Refused):
        create_comment(author=world.member, post=post, body="Encore")
    with pytest.raises(Refused):
        react(user=world.member, said=post, kind="thanks")
    assert Post.objects.visible_to(world.member).contains(post)


def test_a_space_pins_three(world):
    posts = [create_post(author=world.member, space=world.open, body=f"{n}") for n in range(4)]
    for post in posts[:3]:
        pin_post(actor=world.animator, post=post)
    with pytest.raises(Refused):
        pin_post(actor=world.animator, post=posts[3])
    with pytest.raises(Refused):
        pin_post(actor=world.member, post=posts[0])


def test_on_a_persons_page_only_that_person_posts(world):
    page = world.member.page
    create_post(author=world.member, space=page, body="À moi")
    with pytest.raises(Refused):
        create_post(author=world.owner, space=page, body="Chez toi")


@pytest.mark.parametrize(
    "body", ["", "   ", "<p></p>", "<p><script>alert(1)</script></p>", "\u202e"]
)
def test_nothing_is_not_published(world, body):
    with pytest.raises(InvalidInput) as problem:
        create_post(author=world.member, space=world.open, body=body)
    assert problem.value.field == "body"


@pytest.mark.parametrize("size", [60_001, 2_000_000])
def test_too_much_is_refused_with_its_limit(world, size):
    with pytest.raises(InvalidInput, match=r"60\D000"):
        create_post(author=world.member, space=world.open, body="a" * size)
