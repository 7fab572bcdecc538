"""Handing a push to a service, over real HTTP: what it gets, what its answers mean, where to."""

from datetime import timedelta

import pytest
import requests

from apps.mailing.sending import TemporaryFailure, Undeliverable
from apps.notifications.models import PushSubscription
from apps.notifications.push import outgoing
from apps.notifications.push.endpoints import is_allowed, is_public, public_addresses
from apps.notifications.push.keys import PushKeys, belong_together, decode, is_point, make_keys
from apps.notifications.push.sending import Gone, send_push
from tests.notifications.push_service import (
    Browser,
    is_signed_by,
    push_keys,
    push_service,
)

__all__ = ["push_keys", "push_service"]


def subscription(endpoint, **values):
    browser = Browser(endpoint)
    return browser, PushSubscription(**(browser.form | values))


def test_the_service_gets_a_sealed_and_signed_push_that_only_the_browser_opens(
    push_service, push_keys
):
    browser, device = subscription(f"{push_service.url}/one")
    send_push(device, {"id": "Ünicode"}, keep_for=timedelta(minutes=5))
    (push,) = push_service.received
    assert browser.read(push) == {"id": "Ünicode"}
    assert b"nicode" not in push.body
    assert push.headers["content-encoding"] == "aes128gcm"
    assert push.headers["ttl"] == "300"
    assert push.headers["urgency"] == "normal"
    assert is_signed_by(push, push_keys.public)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (404, Gone),
        (410, Gone),
        (429, TemporaryFailure),
        (500, TemporaryFailure),
        (503, TemporaryFailure),
        (400, Undeliverable),
        (403, Undeliverable),
        (413, Undeliverable),
    ],
)
def test_what_an_answer_means(status, outcome, push_service):
    push_service.answers["/one"] = status
    _browser, device = subscription(f"{push_service.url}/one")
    with pytest.raises(outcome):
        send_push(device, {"id": "x"})


def test_a_redirection_is_not_followed(push_service):
    push_service.answers["/one"] = 307
    _browser, device = subscription(f"{push_service.url}/one")
    with pytest.raises(Undeliverable):
        send_push(device, {"id": "x"})
    assert [push.path for push in push_service.received] == ["/one"]


def test_a_service_that_is_not_there_may_come_back(push_service):
    _browser, device = subscription("http://127.0.0.1:9/one")
    with pytest.raises(TemporaryFailure):
        send_push(device, {"id": "x"})


@pytest.mark.parametrize(
    "broken", [{"p256dh": "AAAA"}, {"p256dh": ""}, {"auth": "é"}, {"p256dh": "B" * 87}]
)
def test_broken_keys_are_refused_for_good(broken, push_service):
    _browser, device = subscription(f"{push_service.url}/one", **broken)
    with pytest.raises(Undeliverable):
        send_push(device, {"id": "x"})
    assert push_service.received == []


REFUSED = [
    "http://fcm.googleapis.com/x",
    "https://127.0.0.1/x",
    "https://localhost/x",
    "https://[::1]/x",
    "https://10.0.0.8/x",
    "https://169.254.169.254/latest/meta-data/",
    "https://[::ffff:10.0.0.8]/x",
    "https://[64:ff9b::a00:8]/x",
    "https://[2002:a00:8::]/x",
    "https://0x7f000001/x",
    "https://2130706433/x",
    "https://intranet/x",
    "https://wiki.corp.internal/x",
    "https://printer.local/x",
    "https://fcm.googleapis.com:22/x",
    "https://user:password@fcm.googleapis.com/x",
    "https://fcm.googleapis.com\\@10.0.0.8/x",
    "ftp://fcm.googleapis.com/x",
    "file:///etc/passwd",
    "//fcm.googleapis.com/x",
    "https:///x",
    "https://[/x",
    "https://fcm.googleapis.com:port/x",
    "https://fcm.googleapis.com/\r\nX: y",
    "https://fcm.gοοgleapis.com/x",
    "",
    "x",
]


@pytest.mark.parametrize("hosts", [["*"], ["fcm.googleapis.com"]], ids=["any host", "known hosts"])
@pytest.mark.parametrize("endpoint", REFUSED, ids=ascii)
def test_addresses_that_are_no_push_service(endpoint, hosts, settings, db, push_keys):
    settings.RSN_PUSH_HOSTS = hosts
    assert not is_allowed(endpoint)
    _browser, device = subscription(endpoint)
    with pytest.raises(Undeliverable):
        send_push(device, {"id": "x"})


def test_the_services_of_the_browsers_are_spoken_to_and_others_where_the_operator_says_so(settings):
    for known in (
        "https://fcm.googleapis.com/fcm/send/abc:def",
        "https://updates.push.services.mozilla.com/wpush/v2/gAAA",
        "https://web.push.apple.com/QAbc",
        "https://wns2-par02p.notify.windows.com/w/?token=x",
    ):
        assert is_allowed(known), known
    for other in ("https://ntfy.example.org/up", "https://evilpush.apple.com.example.org/x"):
        assert not is_allowed(other)
    assert not is_allowed("https://evilfcm.googleapis.com.example/x")
    settings.RSN_PUSH_HOSTS = ["*"]
    assert is_allowed("https://ntfy.example.org/up")
    assert not is_allowed("https://ntfy.example.org/" + "x" * 1000)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
        ("127.0.0.1", False),
        ("0.0.0.0", False),  # noqa: S104
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::808:808", True),
    ],
)
def test_addresses_of_the_open_internet(address, expected):
    assert is_public(address) is expected


def test_a_name_that_leads_inside_is_not_connected_to(push_service, settings):
    """As when somebody's name server answers otherwise the second time it is asked."""
    settings.RSN_PUSH_MAY_BE_LOCAL = False
    with pytest.raises(OSError, match="open internet"):
        public_addresses("localhost", 443)
    port = push_service.url.rpartition(":")[2]
    with outgoing.open_session() as session, pytest.raises(requests.ConnectionError):
        session.post(f"http://localhost:{port}/one", data=b"x", timeout=3)
    assert push_service.received == []


def test_keys_that_were_made_belong_together():
    one, other = make_keys(), make_keys()
    assert belong_together(one)
    assert is_point(one.public)
    assert len(decode(one.private)) == 32
    assert not belong_together(PushKeys(one.public, other.private))
    for broken in ("", "x", "é", "A" * 43, "A" * 87):
        assert not belong_together(PushKeys(one.public, broken))
        assert not is_point(broken)


def test_the_command_prints_lines_for_the_environment(capsys):
    from django.core.management import call_command

    call_command("make_push_keys")
    lines = dict(line.split("=", 1) for line in capsys.readouterr().out.splitlines())
    assert belong_together(PushKeys(lines["VAPID_PUBLIC_KEY"], lines["VAPID_PRIVATE_KEY"]))
    assert lines["VAPID_CONTACT"].startswith("mailto:")
