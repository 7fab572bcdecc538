"""Access lost or won while a socket is open. Each silence has its premise: before, it was told."""

import threading
from hashlib import sha256

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from apps.accounts.events import SessionEnded
from apps.events.actions import record
from apps.posts.actions import create_post
from apps.profiles.actions import create_unit, deactivate_person, update_directory_entry
from apps.spaces.actions import (
    add_member,
    change_kind,
    follow_space,
    join_space,
    leave_space,
    remove_member,
    unfollow_space,
)
from apps.spaces.grants import grant_unit
from apps.spaces.models import Space
from tests.conftest import make_space

pytestmark = pytest.mark.django_db(transaction=True)


def spaces_told(frames) -> list[int]:
    return [frame["space"] for frame in frames if frame["name"] == "post.created"]


def test_a_removed_member_falls_silent_at_once(live_world, tab, barrier):
    member = tab(live_world.member)
    space = live_world.confidential
    create_post(author=live_world.owner, space=space, body="Avant")
    assert spaces_told(barrier(member)) == [space.pk], "the premise"

    remove_member(actor=live_world.owner, space=space, user=live_world.member)
    create_post(author=live_world.owner, space=space, body="Après")

    (last,) = barrier(member)
    assert last == {
        "type": "event",
        "number": last["number"],
        "name": "access.revoked",
        "space": space.pk,
        "keys": [],
        "actor": None,
    }
    create_post(author=live_world.owner, space=space, body="Encore")
    assert barrier(member) == []


def test_every_tab_of_a_removed_member_falls_silent(live_world, tab, barrier):
    tabs = [tab(live_world.member) for _ in range(3)]
    remove_member(actor=live_world.owner, space=live_world.confidential, user=live_world.member)
    create_post(author=live_world.owner, space=live_world.confidential, body="Après")
    for one in tabs:
        assert [frame["name"] for frame in barrier(one)] == ["access.revoked"]


def test_others_hear_of_a_departure_and_go_on_hearing(live_world, tab, barrier):
    animator = tab(live_world.animator)
    remove_member(actor=live_world.owner, space=live_world.confidential, user=live_world.member)
    create_post(author=live_world.owner, space=live_world.confidential, body="Après")
    assert [frame["name"] for frame in barrier(animator)] == ["membership.ended", "post.created"]


def test_a_removed_member_cannot_watch_their_way_back(live_world, tab, barrier):
    member = tab(live_world.member)
    remove_member(actor=live_world.owner, space=live_world.confidential, user=live_world.member)
    assert barrier(member)
    member.send({"type": "watch", "spaces": [live_world.confidential.pk]})
    assert member.receive() == {"type": "refused", "spaces": [live_world.confidential.pk]}
    create_post(author=live_world.owner, space=live_world.confidential, body="Après")
    assert barrier(member) == []


def test_a_new_member_is_told_without_reconnecting(live_world, tab, barrier):
    newcomer = tab(live_world.outsider)
    add_member(actor=live_world.owner, space=live_world.confidential, user=live_world.outsider)
    create_post(author=live_world.owner, space=live_world.confidential, body="Bienvenue")
    told = [(frame["name"], frame["space"]) for frame in barrier(newcomer)]
    assert told == [
        ("membership.started", live_world.confidential.pk),
        ("post.created", live_world.confidential.pk),
    ]


def test_coming_back_is_hearing_again(live_world, tab, barrier):
    member = tab(live_world.member)
    remove_member(actor=live_world.owner, space=live_world.confidential, user=live_world.member)
    add_member(actor=live_world.owner, space=live_world.confidential, user=live_world.member)
    create_post(author=live_world.owner, space=live_world.confidential, body="Re")
    assert spaces_told(barrier(member)) == [live_world.confidential.pk]


def test_a_space_that_closes_silences_those_who_only_watched(live_world, tab, barrier):
    watcher, member = tab(live_world.outsider), tab(live_world.member)
    watcher.watch(live_world.open)
    create_post(author=live_world.owner, space=live_world.open, body="Ouvert")
    assert spaces_told(barrier(watcher)) == [live_world.open.pk], "the premise"
    barrier(member)

    change_kind(actor=live_world.owner, space=live_world.open, kind=Space.Kind.CONFIDENTIAL)
    create_post(author=live_world.owner, space=live_world.open, body="Fermé")

    names = [(frame["name"], frame["space"]) for frame in barrier(watcher)]
    assert names == [("access.revoked", live_world.open.pk)]
    assert spaces_told(barrier(member)) == [live_world.open.pk]


def test_following_and_unfollowing_act_at_once(live_world, tab, barrier):
    reader, page = tab(live_world.outsider), live_world.owner.page
    follow_space(user=live_world.outsider, space=page)
    create_post(author=live_world.owner, space=page, body="Suivi")
    assert spaces_told(barrier(reader)) == [page.pk]
    unfollow_space(user=live_world.outsider, space=page)
    create_post(author=live_world.owner, space=page, body="Plus suivi")
    assert spaces_told(barrier(reader)) == []


def test_leaving_an_open_space_one_still_watches(live_world, tab, barrier):
    space = live_world.open
    join_space(user=live_world.outsider, space=space)
    watching, other = tab(live_world.outsider), tab(live_world.outsider)
    watching.watch(space)
    leave_space(user=live_world.outsider, space=space)
    create_post(author=live_world.owner, space=space, body="Toujours lisible")
    assert spaces_told(barrier(watching)) == [space.pk]
    assert spaces_told(barrier(other)) == []


def test_a_person_moved_out_of_a_unit_loses_its_spaces(live_world, tab, barrier):
    unit = create_unit(name="Qualité")
    space = make_space(live_world.owner, kind=Space.Kind.CONFIDENTIAL)
    grant_unit(unit=unit, space=space)
    update_directory_entry(actor=live_world.administrator, person=live_world.outsider, unit=unit)
    reader = tab(live_world.outsider)
    reader.watch(space)
    create_post(author=live_world.owner, space=space, body="Unité")
    assert spaces_told(barrier(reader)) == [space.pk], "the premise"

    update_directory_entry(actor=live_world.administrator, person=live_world.outsider, unit=None)
    create_post(author=live_world.owner, space=space, body="Plus de l’unité")
    frames = barrier(reader)
    assert spaces_told(frames) == []
    assert ("access.revoked", space.pk) in [(f["name"], f["space"]) for f in frames]


def test_a_deactivated_person_is_closed_with_4403(live_world, tab):
    member = tab(live_world.member)
    deactivate_person(actor=live_world.administrator, person=live_world.member)
    assert member.close_code() == 4403


def test_an_ended_session_closes_its_sockets_and_no_others(live_world, tab, cookie_of, barrier):
    here, there = cookie_of(live_world.member), cookie_of(live_world.member)
    ended, kept = tab(live_world.member, cookie=here), tab(live_world.member, cookie=there)
    key = here.partition("=")[2]
    with transaction.atomic():
        record(
            SessionEnded(
                person_id=live_world.member.pk,
                session_digest=sha256(key.encode()).hexdigest(),
            )
        )
    assert ended.close_code() == 4403
    assert barrier(kept) == []


def test_signing_out_everywhere_closes_every_socket(live_world, tab):
    tabs = [tab(live_world.member) for _ in range(2)]
    with transaction.atomic():
        record(SessionEnded(person_id=live_world.member.pk))
    assert [one.close_code() for one in tabs] == [4403, 4403]


def test_signing_out_through_the_page_closes_the_socket(live_world, tab):
    client = Client()
    client.force_login(live_world.member, backend=settings.AUTHENTICATION_BACKENDS[0])
    name = settings.SESSION_COOKIE_NAME
    member = tab(live_world.member, cookie=f"{name}={client.cookies[name].value}")
    client.post("/accounts/logout/")
    assert member.close_code() == 4403


def test_revocation_while_browsers_arrive(live_world, tab, barrier):
    """Sockets that open in the very moment of a removal are as silent as the others."""
    opened, errors = [], []

    def arrive():
        try:
            opened.append(tab(live_world.member))
        except Exception as error:
            errors.append(error)

    arriving = [threading.Thread(target=arrive) for _ in range(20)]
    for number, thread in enumerate(arriving):
        thread.start()
        if number == len(arriving) // 2:
            remove_member(
                actor=live_world.owner, space=live_world.confidential, user=live_world.member
            )
    for thread in arriving:
        thread.join()
    assert not errors
    create_post(author=live_world.owner, space=live_world.confidential, body="Après")
    for one in opened:
        assert spaces_told(barrier(one)) == []
