"""Doors × cast: one truth table for every way content can come out."""

import re

import pytest
from django.test import Client

from tests.access.doors import ADMINISTRATION, NAME, PURPOSE, READERS, SECRETS, Told
from tests.access.every_door import DOORS

# What may be known of a space on request without reading it.
LISTED = {NAME, PURPOSE}
# What is said to those who may ask to come in; everything else is not there for them.
AT_THE_DOOR = {
    "space page": "403",
    "space about": "200",
    "joined": "200",
    "asked to come in": "200",
    "request taken back": "200",
}
# Not even that they are refused: whoever is not in the organisation is asked to sign in.
OUTSIDE = {"deactivated"}

each_door = pytest.mark.parametrize("door", DOORS, ids=lambda d: d.name)


def found(text: str) -> set[str]:
    return {word for word in SECRETS if re.search(word, text, re.IGNORECASE)}


def traces(text: str, told: Told) -> set[str]:
    return {trace for trace in told.traces if trace in text}


def assert_open(role, door, said):
    missing = [word for word in door.shows if word not in said]
    assert not missing, f"{role} does not find {missing}"


@each_door
def test_confidential(door, world, in_confidential, signed_in):
    for role, person in world.cast.items():
        said = door.open(signed_in(person), in_confidential)
        if role in door.to:
            assert_open(role, door, said)
        elif role not in READERS:
            assert not found(said), f"{role} learns {found(said)}"
            assert not traces(said, in_confidential), f"{role} learns that it exists"
            if door.is_inside and door.name != "author's page" and role not in OUTSIDE:
                assert said.startswith("404 "), f"{role} is answered {said[:3]}"


@each_door
def test_on_request(door, world, in_on_request, signed_in):
    for role, person in world.cast.items():
        said = door.open(signed_in(person), in_on_request)
        if role in door.to:
            assert_open(role, door, said)
        elif role not in READERS:
            assert found(said) <= LISTED, f"{role} learns {found(said) - LISTED}"
            assert traces(said, in_on_request) <= {f"/spaces/{in_on_request.space.slug}/"}
            if door.is_inside and door.name != "author's page" and role not in OUTSIDE:
                assert said[:3] == AT_THE_DOOR.get(door.name, "404")
                assert "Mehdi" not in said, f"{role} learns who belongs"


@each_door
def test_without_a_session(door, in_open):
    said = door.open(Client(), in_open)
    assert not found(said)
    assert said[:3] in {"303", "401", "404"}


@pytest.mark.parametrize("door", ADMINISTRATION, ids=lambda d: d.name)
def test_administration(door, world, in_confidential, signed_in):
    for role in ("administrator", "member", "outsider"):
        said = door.open(signed_in(world.cast[role]), in_confidential)
        assert not found(said), f"{role} learns {found(said)}"
        assert not traces(said, in_confidential), f"{role} learns that it exists"


def test_what_is_not_visible_looks_like_what_is_not_there(world, in_confidential, signed_in):
    client = signed_in(world.outsider)
    told = in_confidential
    here = f"/spaces/{told.space.slug}"
    pages = ["members", "about", "posts", "edit", "kind", "archive", "membership", "follow"]
    pairs = [(f"{here}/{page}/", f"/spaces/no-such-space/{page}/") for page in pages]
    pairs += [
        (f"{here}/", "/spaces/no-such-space/"),
        (
            f"{here}/members/{world.member.username}/",
            f"/spaces/no/members/{world.member.username}/",
        ),
        (f"/posts/{told.post.pk}/", "/posts/999999999/"),
        (f"/posts/{told.post.pk}/edit/", "/posts/999999999/edit/"),
        (f"/posts/{told.post.pk}/pin/", "/posts/999999999/pin/"),
        (f"/posts/{told.post.pk}/reaction/", "/posts/999999999/reaction/"),
        (f"/posts/{told.post.pk}/comments/", "/posts/999999999/comments/"),
        (f"/posts/{told.post.pk}/comments/new/", "/posts/999999999/comments/new/"),
        (f"/comments/{told.comment.pk}/", "/comments/999999999/"),
        (f"/comments/{told.comment.pk}/edit/", "/comments/999999999/edit/"),
        (f"/comments/{told.comment.pk}/reaction/", "/comments/999999999/reaction/"),
    ]
    for hidden, absent in pairs:
        for headers in ({}, {"hx-request": "true"}):
            answers = [client.get(path, headers=headers) for path in (hidden, absent)]
            assert_same(*answers, hidden, absent)
            for data in ({}, {"_method": "DELETE"}, {"body": "x", "kind": "thanks", "role": "x"}):
                answers = [client.post(path, data, headers=headers) for path in (hidden, absent)]
                assert_same(*answers, hidden, absent)


def test_what_is_not_visible_costs_what_is_not_there(
    world, in_confidential, signed_in, django_assert_num_queries
):
    """The time of an answer says no more than its words: the same questions to the database."""
    client = signed_in(world.outsider)
    told = in_confidential
    for hidden, absent in (
        (f"/spaces/{told.space.slug}/", "/spaces/no-such-space/"),
        (f"/posts/{told.post.pk}/", "/posts/999999999/"),
        (f"/comments/{told.comment.pk}/", "/comments/999999999/"),
    ):
        client.get(hidden)
        with django_assert_num_queries(4):
            client.get(hidden)
        with django_assert_num_queries(4):
            client.get(absent)


def assert_same(hidden, absent, hidden_path, absent_path):
    assert hidden.status_code == absent.status_code, hidden_path
    assert hidden.status_code in (404, 405), hidden_path
    assert neutral(hidden, hidden_path) == neutral(absent, absent_path)
    assert hidden.headers.keys() == absent.headers.keys()


def neutral(response, path: str) -> str:
    """The body without what differs between any two answers."""
    text = response.content.decode().replace(path, "PATH")
    text = re.sub(r'data-cursor="\d*"', "", text)
    return re.sub(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]*"', "", text)


@pytest.mark.parametrize("role", ["outsider", "former_member", "administrator", "leader"])
def test_nobody_writes_where_they_cannot_read(role, world, in_confidential, signed_in):
    client = signed_in(world.cast[role])
    told = in_confidential
    here = f"/spaces/{told.space.slug}"
    words = {"name": "x", "purpose": "practice", "language": "fr"}
    attempts = [
        (f"{here}/posts/", {"body": "x"}),
        (f"{here}/edit/", words),
        (f"{here}/kind/", {"kind": "open"}),
        (f"{here}/archive/", {}),
        (f"{here}/membership/", {}),
        (f"{here}/membership/", {"_method": "DELETE"}),
        (f"{here}/members/{world.cast[role].username}/", {"role": "member"}),
        (f"{here}/members/{world.member.username}/", {"_method": "DELETE"}),
        (f"{here}/follow/", {}),
        (f"/posts/{told.post.pk}/", {"body": "x"}),
        (f"/posts/{told.post.pk}/", {"_method": "DELETE"}),
        (f"/posts/{told.post.pk}/comments/", {"body": "x"}),
        (f"/posts/{told.post.pk}/reaction/", {"kind": "thanks"}),
        (f"/posts/{told.post.pk}/pin/", {}),
        (f"/comments/{told.comment.pk}/", {"body": "x"}),
        (f"/comments/{told.comment.pk}/", {"_method": "DELETE"}),
        (f"/comments/{told.comment.pk}/reaction/", {"kind": "thanks"}),
    ]
    for path, data in attempts:
        assert client.post(path, data).status_code == 404, path
    before = (told.post.html, told.comment.html, told.space.members_count)
    for row in (told.post, told.comment, told.space):
        row.refresh_from_db()
    assert (told.post.html, told.comment.html, told.space.members_count) == before
    assert (told.post.comments_count, told.post.reaction_counts) == (1, {})
    assert (told.space.kind, told.space.archived_at) == ("confidential", None)
