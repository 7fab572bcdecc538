"""The keys of the server: all of them, or none, and those that belong together."""

import pytest

from apps.notifications.push.keys import keys_of
from rsn.env import Env, UnsafeSettings

KEYS = keys_of("one")
CONTACT = "mailto:admin@example.org"


def load(monkeypatch, **values):
    for name, value in values.items():
        monkeypatch.setenv(name.upper(), value)
    return Env.load()


def test_a_pair_with_a_contact_is_taken(monkeypatch):
    env = load(
        monkeypatch,
        vapid_public_key=KEYS.public,
        vapid_private_key=KEYS.private,
        vapid_contact=CONTACT,
    )
    assert env.has_push_keys()
    assert "fcm.googleapis.com" in env.push_hosts


def test_without_keys_a_server_offers_no_push_and_a_demo_has_those_of_its_secret(monkeypatch):
    for name in ("VAPID_PUBLIC_KEY", "VAPID_PRIVATE_KEY", "VAPID_CONTACT"):
        monkeypatch.delenv(name, raising=False)
    assert not Env().has_push_keys()
    assert not Env().refusal()
    demo = load(monkeypatch, rsn_mode="demo", secret_key="a secret")
    assert demo.has_push_keys()
    assert load(monkeypatch).vapid_private_key == demo.vapid_private_key
    assert load(monkeypatch, secret_key="another").vapid_private_key != demo.vapid_private_key


@pytest.mark.parametrize(
    ("public", "private", "contact"),
    [
        (KEYS.public, "", CONTACT),
        ("", KEYS.private, CONTACT),
        (KEYS.public, KEYS.private, ""),
        (KEYS.public, keys_of("other").private, CONTACT),
        (KEYS.public, "x", CONTACT),
        (KEYS.public, "é", CONTACT),
        (KEYS.public, KEYS.private, "admin"),
        (KEYS.public, KEYS.private, "mailto:"),
        (KEYS.public, KEYS.private, "https://example.org/a/page"),
    ],
)
def test_what_would_fail_at_the_first_push_fails_at_the_start(
    public, private, contact, monkeypatch
):
    with pytest.raises(UnsafeSettings) as refused:
        load(monkeypatch, vapid_public_key=public, vapid_private_key=private, vapid_contact=contact)
    assert "VAPID" in str(refused.value)
    assert not private.strip("x") or private not in str(refused.value)


def test_hosts_are_separated_by_commas(monkeypatch):
    assert load(monkeypatch, push_hosts="push.example.org, *").push_hosts == [
        "push.example.org",
        "*",
    ]
