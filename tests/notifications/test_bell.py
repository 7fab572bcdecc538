"""The dot on every page: what waits, in the person's hours, for one query."""

from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from apps.hours.calendar import is_open
from apps.hours.lookup import schedule_of
from apps.hours.models import Absence, OrganisationHours, Pause, WorkingHours
from apps.notifications.actions import mark_all_read
from apps.notifications.bell import Bell, bell_of
from apps.posts.actions import create_comment, create_post, react
from apps.spaces.actions import remove_member
from tests.notifications.pipeline import pump
from tests.queries import queries_of

BELL = "/notifications/bell/"


def asked(world, space=None):
    """Two conversations in which the member is answered, one of them twice."""
    for answers in (1, 2):
        post = create_post(author=world.member, space=space or world.open, body="Who has the key?")
        for _ in range(answers):
            create_comment(author=world.animator, post=post, body="I have.")


def test_it_says_in_words_how_many_conversations_wait(quiet_world, clock, signed_in):
    asked(quiet_world)
    assert bell_of(quiet_world.member) == Bell()
    clock.undo_window()
    with translation.override("en"):
        assert bell_of(quiet_world.member) == Bell(2, True, "2 new for you")
    browser = signed_in(quiet_world.member)
    for path in ("/", "/people/", BELL):
        page = browser.get(path, headers={"accept-language": "en"}).text
        assert page.count(">2 new for you<") == (1 if path == BELL else 2)
    mark_all_read(person=quiet_world.member)
    assert bell_of(quiet_world.member) == Bell()
    assert 'class="dot"' not in browser.get(BELL).text


def test_what_only_concerns_others_rings_no_bell(quiet_world, clock):
    asked(quiet_world)
    clock.undo_window()
    assert bell_of(quiet_world.animator) == Bell()
    assert bell_of(quiet_world.outsider) == Bell()


def test_reactions_to_one_post_are_one(quiet_world, clock):
    post = create_post(author=quiet_world.member, space=quiet_world.open, body="Done!")
    for person in (quiet_world.animator, quiet_world.owner, quiet_world.leader):
        react(user=person, said=post, kind="bravo")
    clock.undo_window()
    assert bell_of(quiet_world.member).count == 1


def test_no_dot_outside_ones_hours(quiet_world, clock, signed_in):
    asked(quiet_world)
    clock.undo_window()
    clock.go(hours=12)
    assert bell_of(quiet_world.member) == Bell(2, False, "")
    page = signed_in(quiet_world.member).get(BELL).text
    assert "dot" not in page
    assert "new" not in page
    clock.go(hours=12)
    assert bell_of(quiet_world.member).has_dot


NIGHTS = [[["22:00", "06:00"]]] * 7


@pytest.mark.parametrize(
    "kept",
    [
        {},
        {"ours": {"time_zone": "Asia/Tokyo", "week": NIGHTS}},
        {"mine": {"time_zone": "America/New_York", "week": None}},
        {"mine": {"time_zone": "Moon/Tycho", "week": NIGHTS}},
        {"absences": [0, 1]},
        {"pause": 30},
    ],
    ids=str,
)
def test_the_hours_are_those_that_deliveries_go_by(world, clock, kept):
    person = world.member
    if "ours" in kept:
        OrganisationHours.objects.update_or_create(pk=1, defaults=kept["ours"])
    if "mine" in kept:
        WorkingHours.objects.create(person=person, **kept["mine"])
    for start in kept.get("absences", ()):
        days = [date(2026, 3, 3) + timedelta(days=start + length) for length in (0, 1)]
        Absence.objects.create(person=person, starts_on=days[0], ends_on=days[1])
    if "pause" in kept:
        until = timezone.now() + timedelta(hours=kept["pause"])
        Pause.objects.create(person=person, until=until)
    post = create_post(author=person, space=world.open, body="Who has the key?")
    create_comment(author=world.owner, post=post, body="I have.")
    clock.undo_window()
    seen = set()
    for _ in range(16):
        assert bell_of(person).has_dot == is_open(schedule_of(person), timezone.now())
        seen.add(bell_of(person).has_dot)
        clock.go(hours=5)
    assert seen == {True, False}, "both were tried"


def test_a_lost_space_is_silent(quiet_world, clock):
    asked(quiet_world, quiet_world.confidential)
    clock.undo_window()
    assert bell_of(quiet_world.member).has_dot
    remove_member(actor=quiet_world.owner, space=quiet_world.confidential, user=quiet_world.member)
    assert bell_of(quiet_world.member) == Bell(), "before anything was tidied up"
    pump()
    assert bell_of(quiet_world.member) == Bell()


def test_it_costs_one_query_on_a_page_and_none_in_a_fragment(quiet_world, clock, signed_in):
    asked(quiet_world)
    clock.undo_window()
    assert len(queries_of(lambda: bell_of(quiet_world.member))) == 1
    browser = signed_in(quiet_world.member)
    for path, headers, bells in (("/people/", {}, 1), ("/spaces/", {"hx-request": "true"}, 0)):
        browser.get(path, headers=headers)
        queries = queries_of(lambda path=path, headers=headers: browser.get(path, headers=headers))
        assert sum("EXECUTE bell" in query for query in queries) == bells


def test_words_are_plural_in_french_too(quiet_world, clock):
    asked(quiet_world)
    clock.undo_window()
    with translation.override("fr"):
        assert bell_of(quiet_world.member).words == "2 nouveautés pour vous"
