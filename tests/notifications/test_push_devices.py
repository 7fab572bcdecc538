"""A browser is allowed to be woken, and no longer is."""

import pytest
from django.test import Client

from apps.accounts.actions import end_every_session
from apps.notifications.models import PushSubscription
from apps.profiles.actions import deactivate_person
from tests.accounts.conftest import account, sign_in
from tests.notifications.push_service import (
    DEVICES,
    Browser,
    browser_of,
    push_keys,
    push_service,
)

__all__ = ["account", "browser_of", "push_keys", "push_service", "sign_in"]
SETTINGS = "/settings/notifications/"
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
FCM = "https://fcm.googleapis.com/fcm/send/abc"


@pytest.fixture
def me(person, signed_in, push_keys):
    user = person("Ana Alves")
    client = signed_in(user)
    client.cookies["django_language"] = "en"
    return client, user


@pytest.fixture
def work_of_the_relay(work_done_at_once):
    """Hands on every event, as the relay does."""
    from django.utils import timezone

    from apps.accounts.events import SessionEnded
    from apps.events.models import OutboxEvent
    from apps.events.registry import Delivery, restore
    from apps.notifications.push import subscribers
    from apps.profiles.events import PersonDeactivated

    handlers = {
        SessionEnded: subscribers.session_ended,
        PersonDeactivated: subscribers.person_left,
    }

    def work():
        for row in OutboxEvent.objects.filter(delivered_at=None).order_by("id"):
            event = restore(row)
            if act := handlers.get(type(event)):
                act(Delivery(row.pk, row.pk, event))
        OutboxEvent.objects.update(delivered_at=timezone.now())

    return work


def test_a_browser_is_listed_and_let_go(me):
    client, user = me
    browser = Browser(FCM)
    for _ in range(2):
        answer = client.post(DEVICES, browser.form, headers={"user-agent": CHROME})
        assert (answer.status_code, answer["Location"]) == (303, SETTINGS)
    device = PushSubscription.objects.get()
    assert (device.person, device.label) == (user, "Chrome, Linux")
    assert device.session_digest
    shown = client.get(SETTINGS).text
    assert "Chrome, Linux" in shown
    assert client.post(DEVICES, {"endpoint": FCM, "_method": "DELETE"}).status_code == 303
    assert not PushSubscription.objects.exists()
    assert "Chrome, Linux" not in client.get(SETTINGS).text


def test_without_keys_of_the_server_nothing_is_offered(me, settings):
    client, _user = me
    assert "data-push=" in client.get(SETTINGS).text
    settings.RSN_VAPID_PUBLIC_KEY = ""
    assert "data-push=" not in client.get(SETTINGS).text


@pytest.mark.parametrize(
    "broken",
    [
        {"endpoint": ""},
        {"endpoint": "https://10.0.0.8/x"},
        {"endpoint": "https://169.254.169.254/latest"},
        {"endpoint": "https://elsewhere.example.org/x"},
        {"endpoint": "x" * 1001},
        {"endpoint": "https://fcm.googleapis.com/\x00"},
        {"p256dh": ""},
        {"p256dh": "AAAA"},
        {"p256dh": "x" * 121},
        {"auth": "AAAA"},
        {"auth": "é" * 16},
    ],
    ids=ascii,
)
def test_what_no_browser_says_is_refused_with_a_sentence(broken, me):
    client, _user = me
    answer = client.post(DEVICES, Browser(FCM).form | broken)
    assert answer.status_code == 422
    assert "notice error" in answer.text or "message" in answer.text
    again = client.post(DEVICES, Browser(FCM).form | broken | {"again": "on"})
    assert again.status_code == 422
    assert not PushSubscription.objects.exists()


def test_a_browser_is_one_persons_at_a_time(me, person, signed_in):
    client, _user = me
    other = person("Bela Bartos")
    browser = Browser(FCM)
    browser.subscribe(client)
    browser.subscribe(signed_in(other))
    assert PushSubscription.objects.get().person == other
    client.post(DEVICES, {"endpoint": FCM, "_method": "DELETE"})
    assert PushSubscription.objects.get().person == other, "only one's own is let go"


def test_beyond_ten_devices_the_oldest_is_let_go(me):
    client, _user = me
    for number in range(12):
        Browser(f"{FCM}{number}").subscribe(client)
    kept = set(PushSubscription.objects.values_list("endpoint", flat=True))
    assert kept == {f"{FCM}{number}" for number in range(2, 12)}


def test_a_device_removed_from_another_one_hears_of_it_when_it_comes(me):
    client, _user = me
    browser = Browser(FCM)
    browser.subscribe(client)
    pk = PushSubscription.objects.get().pk
    assert client.post(f"{DEVICES}{pk}/", {"_method": "DELETE"}).status_code == 303
    assert client.get(SETTINGS).text.count("data-endpoint") == 0
    # By itself it does not come back; its person may bring it back.
    assert client.post(DEVICES, browser.form | {"again": "on"}).status_code == 410
    browser.subscribe(client)
    assert client.post(DEVICES, browser.form | {"again": "on"}).status_code == 204


def test_anothers_device_does_not_exist(me, person, signed_in):
    client, _user = me
    Browser(FCM).subscribe(signed_in(person()))
    pk = PushSubscription.objects.get().pk
    assert client.post(f"{DEVICES}{pk}/", {"_method": "DELETE"}).status_code == 404
    assert PushSubscription.objects.get().removed_at is None
    assert FCM not in client.get(SETTINGS).text
    # Whoever learned its address cannot make it fall silent either.
    client.post(DEVICES, {"_method": "DELETE", "endpoint": FCM})
    assert PushSubscription.objects.exists()


def test_nobody_without_a_session(db, push_keys):
    for path in (DEVICES, f"{DEVICES}1/"):
        assert Client().post(path, Browser(FCM).form).status_code == 303
    assert not PushSubscription.objects.exists()


def test_signing_out_takes_this_browser_and_no_other(
    account, sign_in, push_keys, work_of_the_relay
):
    user = account("Ana Alves")
    here, _answer = sign_in(user)
    there, _answer = sign_in(user)
    Browser(f"{FCM}/here").subscribe(here)
    Browser(f"{FCM}/there").subscribe(there)
    here.post("/accounts/logout/")
    work_of_the_relay()
    assert PushSubscription.objects.get().endpoint == f"{FCM}/there"


def test_signing_out_everywhere_takes_them_all(me, work_of_the_relay):
    client, user = me
    Browser(FCM).subscribe(client)
    end_every_session(user.pk)
    work_of_the_relay()
    assert not PushSubscription.objects.exists()


def test_who_leaves_the_organisation_is_not_woken(me, person, work_of_the_relay):
    client, user = me
    Browser(FCM).subscribe(client)
    deactivate_person(actor=person(is_staff=True), person=user)
    work_of_the_relay()
    assert not PushSubscription.objects.exists()
