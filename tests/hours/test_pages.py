"""The page of one's hours, in the browser's terms, and the organisation's policy."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client

from apps.hours.actions import add_absence, pause_until, set_working_hours
from apps.hours.calendar import parse_week, write_week
from apps.hours.lookup import organisation_schedule, schedule_of
from apps.hours.models import Absence, Pause, WorkingHours

PAGE, ABSENCES, PAUSE = "/settings/hours/", "/settings/hours/absences/", "/settings/hours/pause/"
WEDNESDAY = datetime(2026, 11, 18, 9, tzinfo=UTC)  # 10:00 in Paris
HOSTILE = ["\x00", "x" * 5000, "25:00", "-1", "9999-99-99", "0001-01-01", "'; --", "٣"]


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel(WEDNESDAY, tick=False):
        yield


@pytest.fixture
def me(person, signed_in):
    user = person("Ana Alves", language="en")
    client = signed_in(user)
    client.cookies["django_language"] = "en"
    return client, user


def own(**values):
    return {"whose": "own", "time_zone": "", **values}


def test_one_sets_ones_week(me):
    client, user = me
    sent = own(
        time_zone="America/Montreal",
        works_0="on",
        from_0_1="08:00",
        to_0_1="12:00",
        from_0_2="13:30",
        to_0_2="17:00",
        works_4="on",
        from_4_1="22:00",
        to_4_1="06:00",
        from_6_1="09:00",  # not ticked: not worked
        to_6_1="10:00",
    )
    answer = client.post(PAGE, sent)
    assert (answer.status_code, answer["Location"]) == (303, PAGE)
    plan = schedule_of(user)
    assert plan.zone.key == "America/Montreal"
    assert write_week(plan.week) == [
        [["08:00", "12:00"], ["13:30", "17:00"]],
        *[[]] * 3,
        [["22:00", "06:00"]],
        [],
        [],
    ]
    shown = client.get(PAGE).text
    assert 'value="13:30"' in shown
    assert '<option value="America/Montreal" selected>Montreal</option>' in shown
    assert client.post(PAGE, {"whose": "organisation"}).status_code == 303
    assert schedule_of(user) == organisation_schedule()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"works_1": "on"}, "untick this day"),
        ({"works_1": "on", "from_1_1": "08:00"}, "One of the two times is missing."),
        ({"works_1": "on", "from_1_1": "08:00", "to_1_1": "08:00"}, "It ends when it begins"),
        (
            {
                "works_1": "on",
                "from_1_1": "08:00",
                "to_1_1": "12:00",
                "from_1_2": "11:00",
                "to_1_2": "17:00",
            },
            "The second part begins before the first ends.",
        ),
        ({"works_1": "on", "from_1_1": "8 h", "to_1_1": "12:00"}, "valid time"),
        ({"time_zone": "Mars/Base"}, "Mars/Base"),
        ({"whose": ""}, "required"),
    ],
)
def test_a_week_that_cannot_be_is_said_beside_what_was_typed(sent, said, me):
    client, user = me
    answer = client.post(PAGE, own(works_0="on", from_0_1="07:11", to_0_1="12:00") | sent)
    assert answer.status_code == 422
    assert said in answer.text
    assert "07:11" in answer.text
    assert not WorkingHours.objects.filter(person=user).exists()


def test_a_whole_day_and_an_empty_week_are_possible(me):
    client, user = me
    assert client.post(PAGE, own(works_5="on", from_5_1="00:00", to_5_1="00:00")).status_code == 303
    assert write_week(schedule_of(user).week)[5] == [["00:00", "00:00"]]
    assert client.post(PAGE, own()).status_code == 303
    assert not any(schedule_of(user).week)
    assert client.get(PAGE).status_code == 200


def test_a_zone_that_no_longer_exists_is_told(me):
    client, user = me
    assert "no longer exists" not in client.get(PAGE).text
    WorkingHours.objects.create(person=user, time_zone="US/Pacific-New")
    shown = client.get(PAGE).text
    assert "Your time zone, US/Pacific-New, no longer exists." in shown
    assert "Paris" in shown


def test_absences_come_and_go(me):
    client, user = me
    sent = {"starts_on": "2026-12-24", "ends_on": "2026-12-31"}
    for _ in range(2):
        assert client.post(ABSENCES, sent).status_code == 303
    absence = Absence.objects.get(person=user)
    assert "From 24 December 2026 to 31 December 2026" in client.get(PAGE).text
    gone = client.post(f"{ABSENCES}{absence.pk}/", {"_method": "DELETE"})
    assert gone.status_code == 303
    assert client.post(f"{ABSENCES}{absence.pk}/", {"_method": "DELETE"}).status_code == 404
    assert not Absence.objects.exists()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"starts_on": "2026-12-24", "ends_on": "2026-12-23"}, "before the first one"),
        ({"starts_on": "2025-12-24", "ends_on": "2025-12-26"}, "These days are over."),
        ({"starts_on": "2026-12-24", "ends_on": ""}, "required"),
        ({"starts_on": "2026-12-24", "ends_on": "9999-12-31"}, "more than three years"),
    ],
)
def test_days_that_cannot_be_are_said_beside_the_field(sent, said, me):
    client, _user = me
    answer = client.post(ABSENCES, sent)
    assert answer.status_code == 422
    assert said in answer.text
    assert sent["starts_on"] in answer.text


@pytest.mark.parametrize(
    ("sent", "until"),
    [
        ({"length": "hour"}, "2026-11-18T10:00"),
        ({"length": "tomorrow"}, "2026-11-19T07:00"),
        ({"length": "monday"}, "2026-11-23T07:00"),
        ({"until": "2026-11-28"}, "2026-11-28T07:00"),
    ],
)
def test_a_pause_in_one_click(sent, until, me):
    client, user = me
    assert client.post(PAUSE, sent).status_code == 303
    assert f"{Pause.objects.get(person=user).until:%Y-%m-%dT%H:%M}" == until
    assert "You have asked for quiet" in client.get(PAGE).text
    assert client.post(PAUSE, {"_method": "DELETE"}).status_code == 303
    assert "You are within your hours" in client.get(PAGE).text


def test_the_account_menu_of_any_page_has_a_pause(me):
    client, _user = me
    menu = client.get("/").text
    assert f'action="{PAUSE}"' in menu
    assert 'name="length" value="tomorrow"' in menu


def test_on_a_monday_until_monday_is_the_next_one(me):
    client, user = me
    with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=UTC), tick=False):
        client.post(PAUSE, {"length": "monday"})
    assert Pause.objects.get(person=user).until == datetime(2026, 11, 30, 7, tzinfo=UTC)


@pytest.mark.parametrize("sent", [{}, {"length": "ever"}, {"until": "2026-11-17"}, {"until": "x"}])
def test_a_pause_that_cannot_be(sent, me):
    client, _user = me
    assert client.post(PAUSE, sent).status_code == 422
    assert not Pause.objects.exists()


def test_anothers_absence_does_not_exist(me, person, signed_in):
    client, _user = me
    other = person()
    absence = add_absence(
        actor=other, person=other, starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 2)
    )
    before = client.get(PAGE).text
    assert absence.starts_on.strftime("%b. %-d") not in before
    assert client.post(f"{ABSENCES}{absence.pk}/", {"_method": "DELETE"}).status_code == 404
    assert Absence.objects.filter(pk=absence.pk).exists()


@pytest.mark.parametrize("value", HOSTILE, ids=ascii)
def test_nothing_typed_breaks_the_page(value, me):
    client, _user = me
    hours = own(
        time_zone=value, works_0=value, from_0_1=value, to_0_1=value, from_3_2=value, to_3_2=value
    )
    forms = [
        (PAGE, hours),
        (PAGE, {"whose": value}),
        (ABSENCES, {"starts_on": value, "ends_on": value}),
        (PAUSE, {"length": value, "until": value}),
        (PAUSE, {"until": value}),
    ]
    for path, sent in forms:
        assert client.post(path, sent).status_code in (303, 422), path


def test_the_policy_says_what_holds_and_for_whom(me):
    client, user = me
    shown = client.get("/quiet-hours/").text
    assert "L2242-17" in shown
    assert "Monday to Friday" in shown
    assert "08:00 – 18:30" in shown
    assert "They are yours too" in shown
    set_working_hours(actor=user, person=user, week=parse_week([[]] * 7))
    pause_until(actor=user, person=user, until=datetime(2026, 11, 20, 12, tzinfo=UTC))
    shown = client.get("/quiet-hours/").text
    assert "You chose hours of your own" in shown
    assert "You have asked for quiet" in shown


@pytest.mark.parametrize("path", [PAGE, "/quiet-hours/"])
def test_the_pages_in_both_languages_and_only_inside(path, me):
    client, _user = me
    for language in ("en", "fr"):
        client.cookies["django_language"] = language
        answer = client.get(path)
        assert answer.status_code == 200
        assert answer.text.count("<h1") == 1
        assert "{{" not in answer.text
    assert Client().get(path).status_code in (302, 303)


def test_administrators_set_the_organisations_hours(person, signed_in):
    client = signed_in(person(is_staff=True, language="en"))
    client.cookies["django_language"] = "en"
    page = "/admin/hours/organisationhours/1/change/"
    assert "08:00-18:30" in client.get(page).text
    assert "Monday to Friday" in client.get("/admin/hours/organisationhours/").text
    sent = {"time_zone": "Asia/Tokyo", "day_0": "8:00-12:00, 13:30 – 18:00", "day_5": ""}
    assert client.post(page, sent).status_code == 302
    plan = organisation_schedule()
    assert plan.zone.key == "Asia/Tokyo"
    assert write_week(plan.week) == [[["08:00", "12:00"], ["13:30", "18:00"]], *[[]] * 6]
    for wrong in ("8h-12h", "08:00", "08:00-25:00", "x" * 79, "08:00-12:00;13:00-14:00"):
        answer = client.post(page, sent | {"day_0": wrong})
        assert answer.status_code == 200, wrong
        assert "Write it like" in answer.text
    assert client.get("/admin/hours/organisationhours/add/").status_code == 403
    assert client.post("/admin/hours/organisationhours/1/delete/").status_code == 403
    assert signed_in(person()).get(page).status_code == 302


def test_the_administration_holds_nobodys_own_hours(person, signed_in):
    index = signed_in(person(is_staff=True)).get("/admin/").text
    assert "organisationhours" in index
    for name in ("workinghours", "absence", "/pause"):
        assert name not in index
