"""Sessions are read by a statement of ours; everything else about them is Django's."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from apps.accounts.sessions import SessionStore
from tests.queries import queries_of


@pytest.fixture
def kept(db):
    store = SessionStore()
    store["words"] = ["deux", {"trois": 3}]
    store.save()
    return store


def test_what_was_kept_is_read_again(kept):
    assert SessionStore(kept.session_key)["words"] == ["deux", {"trois": 3}]


def test_what_one_request_changes_in_it_no_other_sees(kept):
    SessionStore(kept.session_key)["words"].append("un")
    assert SessionStore(kept.session_key)["words"] == ["deux", {"trois": 3}]


def test_what_is_over_or_unknown_is_empty(kept):
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    over = SessionStore(kept.session_key)
    assert over.get("words") is None
    assert over.session_key is None
    assert SessionStore("f" * 32).get("words") is None


def test_a_content_that_we_did_not_sign_is_nothing(kept):
    Session.objects.update(session_data="eyJ3b3JkcyI6MX0:1abcde:forged")
    assert SessionStore(kept.session_key).get("words") is None


def test_a_session_that_ends_is_over_at_once(world, signed_in):
    client = signed_in(world.member)
    assert client.get("/").status_code == 200
    Session.objects.all().delete()
    assert client.get("/").status_code == 303


def test_a_person_who_leaves_is_out_at_once(world, signed_in):
    client = signed_in(world.member)
    assert client.get("/").status_code == 200
    type(world.member).objects.filter(pk=world.member.pk).update(is_active=False)
    assert client.get("/").status_code == 303


def test_reading_one_costs_one_query(kept):
    SessionStore(kept.session_key).get("words")
    assert len(queries_of(lambda: SessionStore(kept.session_key).get("words"))) == 1
    assert settings.SESSION_ENGINE == "apps.accounts.sessions"
