"""Whose address refuses mail is told where they look, and can say that it works again."""

import pytest
from django.core.cache import cache

from apps.mailing.actions import suppress_address
from apps.mailing.models import Suppression
from apps.mailing.sending import can_receive
from apps.mailing.views import MOST_A_DAY

PAGES = ["/settings/notifications/", "/accounts/email/"]


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.mark.parametrize("page", PAGES)
def test_it_is_said_in_settings(world, signed_in, page):
    suppress_address(address=world.member.email, reason="bounce", detail="550 <b>unknown</b>")
    text = signed_in(world.member).get(page).text
    assert world.member.email in text
    assert "550 &lt;b&gt;unknown" in text
    assert "/settings/mail-again/" in text
    assert "/settings/mail-again/" not in signed_in(world.owner).get(page).text


def test_one_says_that_it_works_again_a_few_times_a_day(world, signed_in):
    client = signed_in(world.member)
    for number in range(MOST_A_DAY + 1):
        suppress_address(address=world.member.email, reason="bounce")
        answer = client.post("/settings/mail-again/")
        assert answer.status_code == 303
        assert can_receive(world.member.email) is (number < MOST_A_DAY)


def test_only_for_oneself(world, signed_in):
    suppress_address(address=world.owner.email, reason="bounce")
    signed_in(world.member).post("/settings/mail-again/", {"address": world.owner.email})
    assert not can_receive(world.owner.email)
    assert signed_in(world.member).get("/settings/mail-again/").status_code == 405


def test_administrators_let_mail_go_again(world, signed_in):
    suppress_address(address=world.member.email, reason="complaint")
    row = Suppression.objects.get()
    client = signed_in(world.administrator)
    assert world.member.email in client.get("/admin/mailing/suppression/").text
    client.post(f"/admin/mailing/suppression/{row.pk}/delete/", {"post": "yes"})
    assert can_receive(world.member.email)
