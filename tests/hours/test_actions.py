"""Saying when one works: who may, what is refused, what is told on."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError

from apps.core.decisions import Refused
from apps.core.errors import InvalidInput
from apps.events.models import OutboxEvent
from apps.hours.actions import (
    add_absence,
    end_absence,
    pause_until,
    resume,
    set_organisation_hours,
    set_working_hours,
)
from apps.hours.calendar import is_open, next_opening, parse_week
from apps.hours.lookup import organisation_schedule, schedule_of, schedules_of
from apps.hours.models import Absence, OrganisationHours, Pause, WorkingHours
from apps.profiles.actions import deactivate_person
from tests.queries import assert_constant_queries

WEDNESDAY = datetime(2026, 11, 18, 9, tzinfo=UTC)  # 10:00 in Paris
MORNINGS = parse_week([[["06:00", "12:00"]]] * 7)


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel(WEDNESDAY, tick=False):
        yield


@pytest.fixture
def ana(person):
    return person("Ana Alves")


def changes(person=None, name="hours.changed"):
    rows = OutboxEvent.objects.filter(name=name)
    return rows.filter(person_id=person.pk).count() if person else rows.count()


def test_without_a_choice_the_hours_are_the_organisations(ana):
    assert schedule_of(ana) == organisation_schedule()
    assert is_open(schedule_of(ana), WEDNESDAY)
    assert not is_open(schedule_of(ana), WEDNESDAY + timedelta(hours=9))


def test_without_the_organisations_row_the_usual_hours_hold(ana):
    OrganisationHours.objects.all().delete()
    assert is_open(schedule_of(ana), WEDNESDAY)


def test_ones_own_week_and_zone(ana):
    set_working_hours(actor=ana, person=ana, time_zone="Asia/Tokyo", week=MORNINGS)
    plan = schedule_of(ana)
    assert plan.zone.key == "Asia/Tokyo"
    assert not is_open(plan, WEDNESDAY)
    assert next_opening(plan, WEDNESDAY) == datetime(2026, 11, 18, 21, tzinfo=UTC)
    assert changes(ana) == 1
    set_working_hours(actor=ana, person=ana)
    assert schedule_of(ana) == organisation_schedule()


def test_only_the_zone_may_be_ones_own(ana):
    set_working_hours(actor=ana, person=ana, time_zone="America/Montreal")
    assert schedule_of(ana).week == organisation_schedule().week
    assert schedule_of(ana).zone.key == "America/Montreal"


def test_a_zone_that_no_longer_exists_gives_the_organisations(ana):
    WorkingHours.objects.create(person=ana, time_zone="US/Pacific-New")
    assert schedule_of(ana).zone == organisation_schedule().zone
    OrganisationHours.objects.update(time_zone="Mars/Olympus_Mons")
    assert schedule_of(ana).zone.key == "Europe/Paris"


@pytest.mark.parametrize("zone", ["Mars/Base", "Europe", "../passwd", "x" * 3000, "\0"])
def test_a_zone_that_does_not_exist_is_refused(zone, ana, person):
    with pytest.raises(InvalidInput) as refused:
        set_working_hours(actor=ana, person=ana, time_zone=zone)
    assert refused.value.field == "time_zone"
    admin = person(is_staff=True)
    with pytest.raises(InvalidInput):
        set_organisation_hours(actor=admin, time_zone=zone, week=MORNINGS)


def test_an_absence_said_twice_is_one_and_ends(ana):
    days = {"starts_on": date(2026, 11, 18), "ends_on": date(2026, 11, 20)}
    first = add_absence(actor=ana, person=ana, **days)
    assert add_absence(actor=ana, person=ana, **days) == first
    assert changes(ana) == 1
    assert not is_open(schedule_of(ana), WEDNESDAY)
    end_absence(actor=ana, absence=first)
    end_absence(actor=ana, absence=first)
    assert is_open(schedule_of(ana), WEDNESDAY)
    assert changes(ana) == 2


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (date(2026, 12, 2), date(2026, 12, 1), "ends_on"),
        (date(2026, 11, 1), date(2026, 11, 17), "ends_on"),
        (date(2026, 11, 19), date(9999, 12, 31), "ends_on"),
        (date(9999, 12, 1), date(9999, 12, 31), "ends_on"),
        (date(1, 1, 1), date(2026, 12, 1), "ends_on"),
    ],
)
def test_days_that_cannot_be_meant(first, last, field, ana):
    with pytest.raises(InvalidInput) as refused:
        add_absence(actor=ana, person=ana, starts_on=first, ends_on=last)
    assert refused.value.field == field


def test_a_list_of_absences_has_an_end(ana):
    for day in range(60):
        on = date(2027, 1, 1) + timedelta(days=day)
        add_absence(actor=ana, person=ana, starts_on=on, ends_on=on)
    with pytest.raises(InvalidInput):
        add_absence(actor=ana, person=ana, starts_on=date(2028, 1, 1), ends_on=date(2028, 1, 1))


def test_days_over_for_a_while_are_not_loaded(ana):
    Absence.objects.create(person=ana, starts_on=date(2026, 1, 1), ends_on=date(2026, 1, 9))
    assert schedule_of(ana).absences == ()


def test_the_database_refuses_an_absence_that_ends_before_it_begins(ana):
    with pytest.raises(IntegrityError):
        Absence.objects.create(person=ana, starts_on=date(2027, 1, 2), ends_on=date(2027, 1, 1))


def test_a_pause_begins_is_replaced_and_ends(ana):
    pause_until(actor=ana, person=ana, until=WEDNESDAY + timedelta(hours=1))
    pause_until(actor=ana, person=ana, until=WEDNESDAY + timedelta(hours=2))
    assert Pause.objects.count() == 1
    assert next_opening(schedule_of(ana), WEDNESDAY) == WEDNESDAY + timedelta(hours=2)
    resume(actor=ana, person=ana)
    resume(actor=ana, person=ana)
    assert is_open(schedule_of(ana), WEDNESDAY)
    assert changes(ana) == 3


def test_a_pause_ends_by_itself(ana):
    pause_until(actor=ana, person=ana, until=WEDNESDAY + timedelta(hours=1))
    with time_machine.travel(WEDNESDAY + timedelta(hours=1), tick=False):
        assert schedule_of(ana).paused_until is None


@pytest.mark.parametrize("ahead", [timedelta(0), timedelta(days=-1), timedelta(days=401)])
def test_a_pause_that_is_over_or_endless_is_refused(ahead, ana):
    with pytest.raises(InvalidInput):
        pause_until(actor=ana, person=ana, until=WEDNESDAY + ahead)


def test_nobody_says_it_for_another(ana, person):
    manager, admin = person(), person(is_staff=True)
    absence = add_absence(
        actor=ana, person=ana, starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 1)
    )
    for other in (manager, admin):
        attempts = [
            lambda who: set_working_hours(actor=who, person=ana, week=MORNINGS),
            lambda who: add_absence(
                actor=who, person=ana, starts_on=date(2026, 12, 2), ends_on=date(2026, 12, 2)
            ),
            lambda who: end_absence(actor=who, absence=absence),
            lambda who: pause_until(actor=who, person=ana, until=WEDNESDAY + timedelta(hours=1)),
            lambda who: resume(actor=who, person=ana),
        ]
        for attempt in attempts:
            with pytest.raises(Refused):
                attempt(other)
    assert schedule_of(ana).absences == ((date(2026, 12, 1), date(2026, 12, 1)),)
    deactivate_person(actor=admin, person=ana)
    with pytest.raises(Refused):
        pause_until(actor=ana, person=ana, until=WEDNESDAY + timedelta(hours=1))


def test_the_organisations_hours_are_the_administrators(ana, person):
    with pytest.raises(Refused):
        set_organisation_hours(actor=ana, time_zone="", week=MORNINGS)
    set_organisation_hours(actor=person(is_staff=True), time_zone="Asia/Tokyo", week=MORNINGS)
    assert schedule_of(ana).week == MORNINGS
    assert changes(name="organisation_hours.changed") == 1


def test_thousands_of_schedules_cost_as_many_queries_as_one(person):
    people = [person() for _ in range(2)]

    def grow():
        for _ in range(10):
            other = person()
            set_working_hours(actor=other, person=other, time_zone="Asia/Tokyo")
            pause_until(actor=other, person=other, until=WEDNESDAY + timedelta(hours=1))
            people.append(other)

    assert_constant_queries(lambda: schedules_of([it.pk for it in people]), grow, budget=4)
