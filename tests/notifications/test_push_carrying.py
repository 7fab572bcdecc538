"""What a push carries, to which browsers, until when; and what they ask for afterwards."""

from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from apps.hours.actions import pause_until, resume
from apps.notifications.actions import mark_all_read
from apps.notifications.models import Channel, Delivery, Envelope, PushSubscription
from apps.notifications.sending import leave
from apps.posts.actions import create_comment, create_post, withdraw_comment
from apps.spaces.actions import remove_member
from tests.notifications.pipeline import pump
from tests.notifications.push_service import browser_of, push_keys, push_service

__all__ = ["browser_of", "push_keys", "push_service"]
TITLE, BODY = "Cormoran", "albatros"
PARIS = ZoneInfo("Europe/Paris")


def pushes() -> None:
    while leave(Channel.PUSH):
        pass


def answered_in(world, space, clock, title=TITLE):
    """The member's post there is answered by the owner, who is told of it at once."""
    post = create_post(author=world.member, space=space, title=title, body="x")
    pump()
    comment = create_comment(author=world.owner, post=post, body=BODY)
    clock.undo_window()
    pushes()
    return post, comment


def in_words(payload) -> str:
    return str(payload)


def test_an_open_space_travels_with_its_words(quiet_world, clock, push_service, browser_of):
    browser = browser_of(quiet_world.member)
    post, _comment = answered_in(quiet_world, quiet_world.open, clock)
    (push,) = push_service.received
    shown = browser.read(push)["shown"]
    assert TITLE in shown["title"]
    assert quiet_world.owner.display_name in shown["title"]
    assert shown["tag"] == f"post.{post.pk}"
    assert shown["url"].startswith("/notifications/")
    assert Envelope.objects.get().state == Envelope.State.SENT


@pytest.mark.parametrize("kind", ["confidential", "on_request"])
def test_of_a_closed_space_nothing_travels_and_its_reader_asks(
    kind, quiet_world, clock, push_service, browser_of
):
    space = getattr(quiet_world, kind)
    browser = browser_of(quiet_world.member)
    answered_in(quiet_world, space, clock)
    (push,) = push_service.received
    payload = browser.read(push)
    assert set(payload) == {"id", "fallback"}
    for word in (TITLE, BODY, space.name, quiet_world.owner.display_name, "post"):
        assert word not in in_words(payload)
    asked = browser.client.get(f"/notifications/push/{payload['id']}/")
    assert TITLE in asked.json()["title"]
    assert asked.json()["body"] == space.name
    assert "no-store" in asked["Cache-Control"]


def test_the_words_are_for_their_person_while_they_may_read_them(
    quiet_world, clock, push_service, browser_of, signed_in
):
    world = quiet_world
    browser = browser_of(world.member)
    answered_in(world, world.confidential, clock)
    path = f"/notifications/push/{Envelope.objects.get().pk}/"
    for person in world.cast.values():
        if person != world.member:
            assert signed_in(person).get(path).status_code in (303, 404), person
    assert Client().get(path).status_code == 303
    assert browser.client.get(f"/notifications/push/{uuid4()}/").status_code == 404
    assert browser.client.get(path).status_code == 200
    remove_member(actor=world.owner, space=world.confidential, user=world.member)
    assert browser.client.get(path).status_code == 404


def test_what_was_read_or_taken_back_meanwhile_is_not_shown(
    quiet_world, clock, push_service, browser_of
):
    browser = browser_of(quiet_world.member)
    _post, comment = answered_in(quiet_world, quiet_world.open, clock)
    path = f"/notifications/push/{Envelope.objects.get().pk}/"
    mark_all_read(person=quiet_world.member)
    assert browser.client.get(path).status_code == 404
    withdraw_comment(actor=quiet_world.owner, comment=comment)
    assert browser.client.get(path).status_code == 404


def test_each_of_ones_browsers_is_woken_and_what_is_gone_is_forgotten(
    quiet_world, clock, push_service, browser_of
):
    phone, old = browser_of(quiet_world.member), browser_of(quiet_world.member, "/gone")
    push_service.answers["/gone"] = 410
    answered_in(quiet_world, quiet_world.open, clock)
    assert len(push_service.received) == 2
    assert PushSubscription.objects.get().endpoint == phone.endpoint
    assert Envelope.objects.get().state == Envelope.State.SENT
    assert push_service.at("/gone")
    assert old.endpoint.endswith("/gone")


def test_with_nothing_but_gone_browsers_nothing_leaves(
    quiet_world, clock, push_service, browser_of
):
    browser_of(quiet_world.member, "/gone")
    push_service.answers["/gone"] = 404
    answered_in(quiet_world, quiet_world.open, clock)
    assert not PushSubscription.objects.exists()
    assert Envelope.objects.get().state == Envelope.State.CANCELLED
    mark_all_read(person=quiet_world.member)
    answered_in(quiet_world, quiet_world.open, clock)
    assert not Delivery.objects.filter(channel=Channel.PUSH, state="waiting").exists()


def test_a_service_that_is_down_is_asked_again_with_the_same_envelope(
    quiet_world, clock, push_service, browser_of
):
    browser = browser_of(quiet_world.member, "/down")
    push_service.answers["/down"] = 503
    answered_in(quiet_world, quiet_world.open, clock)
    assert Envelope.objects.get().state == Envelope.State.SENDING
    del push_service.answers["/down"]
    clock.go(minutes=2)
    pushes()
    first, second = (browser.read(push)["id"] for push in push_service.received)
    assert first == second
    assert Envelope.objects.get().state == Envelope.State.SENT


def test_a_browser_whose_session_is_over_is_not_woken(quiet_world, clock, push_service, browser_of):
    browser_of(quiet_world.member)
    Session.objects.update(expire_date=clock_now() - timedelta(minutes=1))
    answered_in(quiet_world, quiet_world.open, clock)
    assert push_service.received == []
    assert not PushSubscription.objects.exists()


def test_a_browser_taken_off_the_list_is_not_woken(quiet_world, clock, push_service, browser_of):
    browser = browser_of(quiet_world.member)
    pk = PushSubscription.objects.get().pk
    browser.client.post(f"/settings/notifications/devices/{pk}/", {"_method": "DELETE"})
    answered_in(quiet_world, quiet_world.open, clock)
    assert push_service.received == []


def test_the_service_forgets_it_when_the_hours_end(quiet_world, clock, push_service, browser_of):
    """A phone that is off must not ring when it is turned on in the evening."""
    browser_of(quiet_world.member)
    clock.set(datetime(2026, 3, 3, 18, 0, tzinfo=PARIS))
    answered_in(quiet_world, quiet_world.open, clock)
    (push,) = push_service.received
    assert 0 < int(push.headers["ttl"]) <= 30 * 60


def test_what_waited_leaves_together(quiet_world, clock, push_service, browser_of):
    member = quiet_world.member
    browser = browser_of(member)
    pause_until(actor=member, person=member, until=clock_now() + timedelta(hours=2))
    for number in range(5):
        answered_in(quiet_world, quiet_world.open, clock, title=f"{TITLE} {number}")
    assert push_service.received == []
    resume(actor=member, person=member)
    pump()
    clock.go(hours=1)
    pushes()
    (push,) = push_service.received
    shown = browser.read(push)["shown"]
    assert shown["title"].startswith("5 ")
    assert shown["body"].count("\n") == 3
    assert shown["url"] == "/notifications/"


def test_in_the_language_of_the_person(quiet_world, clock, push_service, browser_of):
    quiet_world.member.language = "en"
    quiet_world.member.save(update_fields=["language"])
    browser = browser_of(quiet_world.member)
    answered_in(quiet_world, quiet_world.confidential, clock)
    (push,) = push_service.received
    assert browser.read(push)["fallback"]["body"] == "Something new for you."


def test_without_keys_of_the_server_nothing_waits_for_ever(
    quiet_world, clock, push_service, browser_of, settings
):
    browser_of(quiet_world.member)
    settings.RSN_VAPID_PRIVATE_KEY = ""
    answered_in(quiet_world, quiet_world.open, clock)
    assert push_service.received == []
    assert Envelope.objects.get().state == Envelope.State.CANCELLED


def clock_now() -> datetime:
    return datetime.now(tz=PARIS)
