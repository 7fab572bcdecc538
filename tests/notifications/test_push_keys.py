"""The keys of the server: all of them, or none, and those that belong together."""

import pytest

from apps.notifications.push.keys import make_keys
from rsn.env import Env, UnsafeSettings
from rsn.local.secret import kept_push_keys

KEYS = make_keys()
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


def test_without_keys_the_server_starts_and_offers_no_push(monkeypatch):
    env = load(monkeypatch, vapid_public_key="", vapid_private_key="", vapid_contact="")
    assert not env.has_push_keys()


@pytest.mark.parametrize(
    ("public", "private", "contact"),
    [
        (KEYS.public, "", CONTACT),
        ("", KEYS.private, CONTACT),
        (KEYS.public, KEYS.private, ""),
        (KEYS.public, make_keys().private, CONTACT),
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


def test_the_demo_makes_its_keys_once_for_itself_alone(tmp_path):
    first = kept_push_keys(tmp_path / "push-keys")
    assert kept_push_keys(tmp_path / "push-keys") == first
    assert (tmp_path / "push-keys").stat().st_mode & 0o077 == 0
