"""Doors × cast: one truth table for every way content can come out."""

import re

import pytest
from django.test import Client

from tests.access.doors import DOORS, NAME, PURPOSE, SECRETS

READERS = {"owner", "animator", "member"}
# What may be known of a space on request without reading it.
LISTED = {NAME, PURPOSE}


def found(text: str) -> set[str]:
    return {word for word in SECRETS if re.search(word, text, re.IGNORECASE)}


@pytest.mark.parametrize("door", DOORS, ids=lambda d: d.name)
def test_confidential(door, world, in_confidential, signed_in):
    for role, person in world.cast.items():
        said = found(door.open(signed_in(person), in_confidential))
        if role in READERS:
            assert said >= set(door.shows), f"{role} finds the door shut"
        else:
            assert not said, f"{role} learns {said}"


@pytest.mark.parametrize("door", DOORS, ids=lambda d: d.name)
def test_on_request(door, world, in_on_request, signed_in):
    for role, person in world.cast.items():
        said = found(door.open(signed_in(person), in_on_request))
        if role in READERS:
            assert said >= set(door.shows), f"{role} finds the door shut"
        else:
            assert said <= LISTED, f"{role} learns {said - LISTED}"


@pytest.mark.parametrize("door", DOORS, ids=lambda d: d.name)
def test_without_a_session(door, in_open):
    assert not found(door.open(Client(), in_open))


def test_what_is_not_visible_looks_like_what_is_not_there(world, in_confidential, signed_in):
    client = signed_in(world.outsider)
    told = in_confidential
    pairs = [
        (f"/spaces/{told.space.slug}/", "/spaces/no-such-space/"),
        (f"/spaces/{told.space.slug}/members/", "/spaces/no-such-space/members/"),
        (f"/spaces/{told.space.slug}/about/", "/spaces/no-such-space/about/"),
        (f"/spaces/{told.space.slug}/posts/", "/spaces/no-such-space/posts/"),
        (f"/posts/{told.post.pk}/", "/posts/999999999/"),
        (f"/posts/{told.post.pk}/comments/", "/posts/999999999/comments/"),
        (f"/comments/{told.comment.pk}/", "/comments/999999999/"),
    ]
    for hidden, absent in pairs:
        assert_same(client.get(hidden), client.get(absent), hidden, absent)
        for data in ({}, {"_method": "DELETE"}):
            assert_same(client.post(hidden, data), client.post(absent, data), hidden, absent)


def assert_same(hidden, absent, hidden_path, absent_path):
    assert hidden.status_code == absent.status_code, hidden_path
    assert hidden.status_code in (404, 405), hidden_path
    assert neutral(hidden, hidden_path) == neutral(absent, absent_path)


def neutral(response, path: str) -> str:
    """The body without what differs between any two answers."""
    text = response.content.decode().replace(path, "PATH")
    text = re.sub(r'data-cursor="\d*"', "", text)
    return re.sub(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]*"', "", text)


@pytest.mark.parametrize("role", ["outsider", "former_member", "administrator", "leader"])
def test_nobody_writes_where_they_cannot_read(role, world, in_confidential, signed_in):
    client = signed_in(world.cast[role])
    told = in_confidential
    attempts = [
        (f"/spaces/{told.space.slug}/posts/", {"body": "x"}),
        (f"/posts/{told.post.pk}/comments/", {"body": "x"}),
        (f"/posts/{told.post.pk}/reaction/", {"kind": "thanks"}),
        (f"/posts/{told.post.pk}/pin/", {}),
        (f"/comments/{told.comment.pk}/reaction/", {"kind": "thanks"}),
        (f"/spaces/{told.space.slug}/membership/", {}),
        (f"/spaces/{told.space.slug}/members/{world.outsider.username}/", {"role": "member"}),
        (f"/spaces/{told.space.slug}/follow/", {}),
    ]
    for path, data in attempts:
        assert client.post(path, data).status_code == 404, path
    told.post.refresh_from_db()
    assert (told.post.comments_count, told.post.reaction_counts) == (1, {})
