"""Who is written to, and when: in batches, once, whatever runs twice."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from apps.digests import planning
from apps.digests.actions import choice_of, choose_digest
from apps.digests.models import Digest, DigestChoice, Rhythm
from apps.hours.actions import set_working_hours
from apps.profiles.actions import deactivate_person
from apps.profiles.models import User
from tests.conftest import make_person
from tests.digests.conftest import MONDAY, PARIS, THURSDAY, have_come, newcomer_who_came, states
from tests.queries import queries_of


def plan() -> int:
    """What beat does in an hour."""
    planning.enrol_everybody()
    return planning.plan()


@pytest.fixture
def person(db) -> User:
    return newcomer_who_came()


def test_by_default_once_a_week_on_monday(person, clock):
    assert plan() == 0
    choice = DigestChoice.objects.get(person=person)
    assert (choice.rhythm, choice.hour, choice.weekday) == ("weekly", 9, 0)
    assert choice.next_at == MONDAY
    clock.move_to(MONDAY)
    assert plan() == 1
    assert plan() == 0
    assert states(person) == [("2026-W47", "waiting")]
    choice.refresh_from_db()
    assert choice.next_at == MONDAY + timedelta(days=7)


def test_who_has_never_come_is_not_written_to(db, clock):
    make_person()
    clock.move_to(MONDAY)
    plan()
    assert not DigestChoice.objects.exists()


def test_never_is_never(person, clock):
    choose_digest(person=person, rhythm=Rhythm.NEVER)
    clock.move_to(MONDAY)
    assert plan() == 0
    assert choice_of(person).next_at is None


def test_who_left_is_not_written_to(person, clock, world):
    plan()
    deactivate_person(actor=world.administrator, person=person)
    clock.move_to(MONDAY)
    plan()
    assert states(person) == []


def test_choosing_another_rhythm_makes_no_second_digest(person, clock):
    plan()
    clock.move_to(MONDAY)
    plan()
    choose_digest(person=person, rhythm=Rhythm.WEEKLY, weekday=2, hour=10)
    clock.move_to(MONDAY + timedelta(days=2, hours=2))
    plan()
    assert states(person) == [("2026-W47", "waiting")]
    choose_digest(person=person, rhythm=Rhythm.DAILY, hour=9)
    clock.move_to(MONDAY + timedelta(days=3))
    plan()
    assert states(person) == [("2026-W47", "waiting"), ("2026-11-19", "waiting")]


def test_what_was_missed_while_nothing_ran_is_one_digest(person, clock):
    choose_digest(person=person, rhythm=Rhythm.DAILY)
    clock.move_to(THURSDAY + timedelta(days=40))
    plan()
    assert len(states(person)) == 1
    assert choice_of(person).next_at > timezone.now()


def test_other_hours_are_planned_anew(person, clock):
    plan()
    set_working_hours(actor=person, person=person, time_zone="America/New_York")
    planning.plan_again([person.pk])
    plan()
    assert choice_of(person).next_at == MONDAY.replace(tzinfo=PARIS) + timedelta(hours=6)


def test_a_thousand_people_cost_what_one_does(db, clock, monkeypatch):
    """What grows is the number of batches."""
    people = [User(email=f"p{n}@e.test", username=f"p{n}", display_name="P") for n in range(300)]
    User.objects.bulk_create(people)
    have_come(*people)
    plan()
    assert DigestChoice.objects.count() == 300
    one = User.objects.order_by("pk").first()
    DigestChoice.objects.exclude(person=one).update(next_at=MONDAY + timedelta(hours=1))
    clock.move_to(MONDAY)
    few = len(queries_of(plan))
    clock.move_to(MONDAY + timedelta(hours=1))
    assert len(queries_of(plan)) <= few
    assert Digest.objects.count() == 300


def test_batches_go_on_until_nobody_is_left(db, clock, monkeypatch):
    monkeypatch.setattr(planning, "BATCH", 7)
    have_come(*[make_person() for _ in range(20)])
    plan()
    clock.move_to(MONDAY)
    assert plan() == 20
    assert Digest.objects.count() == 20


def test_the_database_keeps_one_a_period(person, clock):
    plan()
    clock.move_to(MONDAY)
    plan()
    DigestChoice.objects.update(next_at=MONDAY)
    plan()
    assert states(person) == [("2026-W47", "waiting")]


def test_old_digests_are_forgotten(person, clock):
    plan()
    clock.move_to(MONDAY)
    plan()
    Digest.objects.update(state="sent", until=MONDAY)
    clock.move_to(MONDAY + timedelta(days=179))
    assert planning.forget_old() == 0
    clock.move_to(MONDAY + timedelta(days=181))
    assert planning.forget_old() == 1


def test_who_is_due_is_found_on_the_index(person, clock):
    with connection.cursor() as database:
        database.execute("SET LOCAL enable_seqscan = off")
        query = str(
            DigestChoice.objects.exclude(rhythm="never")
            .filter(next_at__lte=timezone.now())
            .order_by("next_at")
            .query
        )
        assert (
            "digest_to_plan"
            in DigestChoice.objects.exclude(rhythm="never")
            .filter(next_at__lte=timezone.now())
            .explain()
        ), query
