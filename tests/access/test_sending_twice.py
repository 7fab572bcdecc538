"""The key that makes a form sent twice write once outlives the right to read: it opens nothing."""

from uuid import uuid4

import pytest

from apps.core.errors import InvalidInput
from apps.posts.actions import create_comment, create_post, withdraw_comment, withdraw_post
from apps.posts.models import Comment, Post
from apps.spaces.actions import remove_member
from tests.access.doors import ANSWER, FRAGMENT


@pytest.fixture
def key():
    return uuid4()


@pytest.fixture
def lost(world, key):
    """A member's post in the confidential space, answered since; its author was then removed."""
    post = create_post(author=world.member, space=world.confidential, body="À nous", key=key)
    create_comment(author=world.animator, post=post, body=f"Un {ANSWER}.")
    remove_member(actor=world.owner, space=world.confidential, user=world.member)
    return post


def test_sent_again_in_the_same_place_it_is_answered_with_the_first(world, key):
    twice = [
        create_post(author=world.member, space=world.open, body="x", key=key) for _ in range(2)
    ]
    assert twice[0] == twice[1]


def test_a_key_is_of_one_person(world, key):
    posts = [
        create_post(author=p, space=world.open, body="x", key=key)
        for p in (world.owner, world.member)
    ]
    assert create_post(author=world.member, space=world.open, body="x", key=key) == posts[1]
    assert posts[0] != posts[1]


@pytest.mark.parametrize("headers", [{}, FRAGMENT], ids=["page", "fragment"])
def test_a_key_used_where_one_reads_no_more_shows_nothing_of_it(
    headers, world, key, lost, signed_in
):
    client = signed_in(world.member)
    assert client.get(f"/posts/{lost.pk}/").status_code == 404
    sent = {"body": "Bonjour", "key": str(key)}
    answer = client.post("/spaces/everyone/posts/", sent, headers=headers)
    assert answer.status_code == 422
    said = answer.content.decode()
    assert ANSWER not in said
    assert f"post-{lost.pk}" not in said
    assert str(key) not in said  # the next attempt is another intent
    assert "Bonjour" in said


def test_a_key_answers_for_its_post_only(world, key):
    here, there = (
        create_post(author=world.owner, space=space, body="x")
        for space in (world.confidential, world.open)
    )
    comment = create_comment(author=world.member, post=here, body="Secret", key=key)
    assert create_comment(author=world.member, post=here, body="x", key=key) == comment
    with pytest.raises(InvalidInput):
        create_comment(author=world.member, post=there, body="x", key=key)
    assert Comment.objects.filter(key=key).count() == 1


def test_what_was_withdrawn_does_not_come_back(world, key):
    post = create_post(author=world.member, space=world.open, body="x", key=key)
    comment = create_comment(author=world.member, post=post, body="x", key=key)
    withdraw_comment(actor=world.member, comment=comment)
    with pytest.raises(InvalidInput):
        create_comment(author=world.member, post=post, body="x", key=key)
    withdraw_post(actor=world.member, post=post)
    with pytest.raises(InvalidInput):
        create_post(author=world.member, space=world.open, body="x", key=key)
    assert Post.objects.filter(key=key).count() == 1
