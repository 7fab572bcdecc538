"""The link in a mail that ends mails: one POST, signed out, by a program."""

import pytest
from django.test import Client

from apps.notifications.actions import set_preference
from apps.notifications.mails.unsubscribing import unsubscribe_url
from apps.notifications.models import Preference
from apps.profiles.actions import deactivate_person

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def link(world, settings):
    whole = unsubscribe_url(world.member, ["answered", "mentioned"])
    return whole.removeprefix(settings.BASE_URL)


def strict() -> Client:
    """A program without cookies, and a server that insists on CSRF where it should."""
    return Client(enforce_csrf_checks=True)


def wanted(person) -> dict[str, bool]:
    rows = Preference.objects.filter(person=person, channel="mail")
    return dict(rows.values_list("kind", "is_wanted"))


def test_one_post_ends_the_kinds_of_the_mail_and_may_be_sent_twice(world, link):
    for _attempt in range(2):
        assert strict().post(link, ONE_CLICK).status_code == 200
        assert wanted(world.member) == {"answered": False, "mentioned": False}
    assert not wanted(world.owner)


def test_looking_changes_nothing(world, link):
    """Programs that check links must not end anybody's mails."""
    assert strict().get(link).status_code == 200
    assert strict().head(link).status_code == 200
    assert not wanted(world.member)


def test_the_page_offers_everything_and_the_way_back(world, link):
    set_preference(person=world.member, kind="reacted", channel="mail", is_wanted=True)
    page = strict().post(link, {"what": "all"})
    assert page.status_code == 200
    assert not any(wanted(world.member).values())
    assert len(wanted(world.member)) > 4
    strict().post(link, {"what": "again"})
    assert {kind for kind, is_wanted in wanted(world.member).items() if is_wanted} == {
        "answered",
        "mentioned",
    }


def test_the_page_names_nobody(world, link):
    page = strict().get(link).text
    assert world.member.display_name not in page
    assert world.member.email not in page


@pytest.mark.parametrize("change", [lambda t: t[:-1] + "_", lambda t: "x" + t, lambda t: "a.b"])
def test_a_link_that_is_not_ours_is_no_page(world, link, change):
    token = link.split("/")[2]
    other = change(token)
    assert strict().post(f"/unsubscribe/{other}/", ONE_CLICK).status_code == 404
    assert not wanted(world.member)


def test_nothing_for_whoever_left(world, link):
    deactivate_person(actor=world.administrator, person=world.member)
    assert strict().get(link).status_code == 404


def test_it_speaks_the_language_of_the_person(world, link):
    world.member.language = "en"
    world.member.save()
    page = Client(headers={"Accept-Language": "fr"}).get(link).text
    assert "End these mails?" in page
