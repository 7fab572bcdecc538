"""The quiet line on home after some days away."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from apps.feed.actions import mark_seen

OFFER = "/catch-up/offer/"


@pytest.fixture
def client(world, signed_in):
    return signed_in(world.member)


def offers(client) -> bool:
    return OFFER in client.get("/").text


def later(**delta):
    return time_machine.travel(timezone.now() + timedelta(**delta), tick=False)


def test_somebody_who_comes_every_day_is_offered_nothing(client):
    for day in range(4):
        with later(days=day):
            assert not offers(client)


def test_after_some_days_home_offers_it_until_it_is_put_away(client):
    assert not offers(client)
    with later(days=3):
        assert not offers(client)
    with later(days=8):
        assert offers(client)
        assert offers(client)
        answer = client.post(OFFER)
        assert (answer.status_code, answer["Location"]) == (303, "/")
        assert not offers(client)


def test_taking_it_puts_it_away(client):
    assert not offers(client)
    with later(days=6):
        assert offers(client)
        client.get("/catch-up/")
        assert not offers(client)


def test_who_was_here_on_another_device_was_not_away(client, world):
    assert not offers(client)
    with later(days=6):
        mark_seen(user=world.member, space=world.open)
    with later(days=7):
        assert not offers(client)


def test_a_new_session_knows_it_from_what_one_looked_into(world, signed_in):
    assert not offers(signed_in(world.member)), "a newcomer was nowhere before"
    mark_seen(user=world.member, space=world.open)
    with later(days=12):
        assert offers(signed_in(world.member))
