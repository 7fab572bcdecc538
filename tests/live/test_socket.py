"""The protocol, told by what a browser sees."""

import json
import time

import pytest
from django.conf import settings
from websockets.exceptions import InvalidStatus

from apps.live.stream import LONGEST_SILENCE
from apps.posts.actions import create_comment, create_post
from apps.posts.models import Post
from apps.spaces.actions import follow_space

pytestmark = pytest.mark.django_db(transaction=True)


def post_in(space, author, body="Bonjour") -> Post:
    return create_post(author=author, space=space, body=body)


def test_a_member_is_told_of_a_post_and_never_its_words(live_world, tab):
    member = tab(live_world.member)
    post = post_in(live_world.confidential, live_world.owner, "Le chiffre est secret")
    raw = member.connection.recv(5)
    assert json.loads(raw) == {
        "type": "event",
        "number": json.loads(raw)["number"],
        "name": "post.created",
        "space": live_world.confidential.pk,
        "keys": [f"post.{post.pk}"],
        "actor": live_world.owner.pk,
    }
    assert json.loads(raw)["number"] > member.cursor
    assert "chiffre" not in raw


def test_the_author_takes_the_same_path(live_world, tab):
    author = tab(live_world.member)
    post_in(live_world.confidential, live_world.member)
    assert author.event()["actor"] == live_world.member.pk


def test_a_frame_follows_the_commit_and_not_the_clock(live_world, tab):
    member = tab(live_world.member)
    delays = []
    for _ in range(5):
        post_in(live_world.confidential, live_world.owner)
        committed = time.monotonic()
        member.event()
        delays.append(time.monotonic() - committed)
    # By the clock, each would take the whole silence.
    assert min(delays) < LONGEST_SILENCE / 4


def test_an_outsider_receives_nothing_of_a_closed_space(live_world, tab, barrier):
    member, outsider = tab(live_world.member), tab(live_world.outsider)
    post = post_in(live_world.confidential, live_world.owner)
    create_comment(author=live_world.member, post=post, body="Oui")
    assert len(barrier(member)) == 2, "the premise: there was something to hear"
    assert barrier(outsider) == []


def test_without_a_session_the_socket_closes_with_4401(live_world, tab):
    assert tab(None).close_code() == 4401
    assert tab(None, cookie=f"{settings.SESSION_COOKIE_NAME}=nonsense").close_code() == 4401


def test_a_deactivated_person_has_no_session(live_world, tab, cookie_of):
    cookie = cookie_of(live_world.deactivated)
    assert tab(None, cookie=cookie).close_code() == 4401


def test_another_site_cannot_open_a_socket(live_world, tab):
    with pytest.raises(InvalidStatus) as refusal:
        tab(live_world.member, origin="https://elsewhere.example")
    assert refusal.value.response.status_code == 403


@pytest.mark.parametrize(
    "frame",
    [
        "not json",
        "[]",
        '"watch"',
        "{}",
        '{"type":"shout"}',
        '{"type":"watch"}',
        '{"type":"watch","spaces":7}',
        '{"type":"watch","spaces":["7"]}',
        '{"type":"watch","spaces":[true]}',
        '{"type":"watch","spaces":[1],"since":-1}',
        '{"type":"watch","spaces":[1.5]}',
        "[" * 3000,
        b"\x00\x01",
        '{"type":"ping","padding":"' + "x" * 5000 + '"}',
        '{"type":"ping","padding":"' + "x" * 2_000_000 + '"}',
    ],
    ids=lambda frame: str(frame)[:40],
)
def test_a_malformed_frame_closes_with_4400_and_harms_nobody_else(live_world, tab, frame):
    clumsy, other = tab(live_world.outsider), tab(live_world.outsider)
    clumsy.send(frame)
    assert clumsy.close_code() == 4400
    post_in(live_world.everyone, live_world.leader)
    assert other.event()["name"] == "post.created"


@pytest.mark.parametrize("since", ["x", "-1", "1.5", "9" * 19, "9" * 400, "²"])
def test_a_malformed_since_closes_with_4400(live_world, tab, cookie_of, since):
    assert tab(None, cookie=cookie_of(live_world.member), since=since).close_code() == 4400


def test_watching_a_readable_space(live_world, tab, barrier):
    reader = tab(live_world.outsider)
    post_in(live_world.open, live_world.owner)
    assert barrier(reader) == []
    reader.watch(live_world.open)
    post_in(live_world.open, live_world.owner)
    assert reader.event()["space"] == live_world.open.pk


def test_refused_says_nothing_about_existence(live_world, tab, barrier):
    outsider = tab(live_world.outsider)
    forbidden, absent, overflow = live_world.confidential.pk, 10**9, 2**70
    outsider.send({"type": "watch", "spaces": [forbidden, absent, live_world.open.pk, overflow]})
    assert outsider.receive() == {"type": "refused", "spaces": [forbidden, absent, overflow]}
    post_in(live_world.confidential, live_world.owner)
    post_in(live_world.open, live_world.owner)
    assert [frame["space"] for frame in barrier(outsider)] == [live_world.open.pk]


def test_a_socket_watches_two_hundred_spaces_at_most(live_world, tab, space_of):
    reader = tab(live_world.outsider)
    spaces = [space_of(live_world.owner).pk for _ in range(201)]
    reader.send({"type": "watch", "spaces": spaces})
    assert reader.receive() == {"type": "refused", "spaces": spaces[-1:]}


def test_what_one_follows_is_told(live_world, tab):
    page = live_world.owner.page
    follow_space(user=live_world.outsider, space=page)
    follower = tab(live_world.outsider)
    follower.settle()
    post_in(page, live_world.owner)
    assert follower.until("post.created")[-1]["space"] == page.pk


def test_a_ping_is_answered_with_the_position(live_world, tab):
    member = tab(live_world.member)
    member.send({"type": "ping"})
    answer = member.receive()
    assert answer["type"] == "pong"
    assert answer["cursor"] >= member.cursor
