"""A program chooses its own key, in its own spelling: what it sends twice is written once."""

import pytest

from apps.posts.actions import create_post
from apps.posts.models import Comment, Post
from apps.spaces.models import Space

KEYS = ["import-2026-42", "Évry 7", "6f1b1a52-0f0e-4b5b-9d3e-1f6f8f7f9a10"]


@pytest.mark.parametrize("key", KEYS)
def test_a_post_sent_twice_is_one(world, signed_in, key):
    client = signed_in(world.member)
    path = f"/spaces/{world.open.slug}/posts/"
    answers = [client.post(path, {"body": "Une fois", "key": key}) for _ in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Post.objects.filter(author=world.member).count() == 1


@pytest.mark.parametrize("key", KEYS)
def test_an_answer_sent_twice_is_one(world, signed_in, key):
    post = create_post(author=world.owner, space=world.open, body="Une question")
    client = signed_in(world.member)
    path = f"/posts/{post.pk}/comments/"
    answers = [client.post(path, {"body": "Oui", "key": key}) for _ in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Comment.objects.filter(post=post).count() == 1


@pytest.mark.parametrize("key", KEYS)
def test_a_space_sent_twice_is_one(world, signed_in, key):
    client = signed_in(world.member)
    sent = {"name": "Vélo", "kind": "open", "purpose": "casual", "language": "fr", "key": key}
    answers = [client.post("/spaces/new/", sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Space.objects.filter(name="Vélo").count() == 1


def test_two_keys_are_two_posts_and_none_is_no_key(world, signed_in):
    client = signed_in(world.member)
    for key in ("a", "b", "", "  "):
        client.post(f"/spaces/{world.open.slug}/posts/", {"body": "Encore", "key": key})
    assert Post.objects.filter(author=world.member).count() == 4
