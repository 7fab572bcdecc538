"""Whose digest is due: found by one query on an index, a thousand people at a time.

Two beats may plan at once: rows are locked and skipped, and the database keeps one digest a person
and period.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from apps.digests.models import Digest, DigestChoice, Rhythm
from apps.digests.periods import Wish, after_period, next_due, period_of
from apps.hours.lookup import schedules_of

BATCH = 1000
KEPT = timedelta(days=180)
"""How long a digest's row says what was told: far longer than one looks back."""

# Somebody who has never come in is not written to: they were imported, or invited and silent.
ENROL = """
    INSERT INTO digests_digestchoice (person_id, rhythm, hour, weekday)
    SELECT person.id, 'weekly', 9, 0 FROM profiles_user person
    WHERE person.is_active AND person.last_login IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM digests_digestchoice c WHERE c.person_id = person.id)
    LIMIT %s
    ON CONFLICT DO NOTHING
"""
SET_NEXT = """
    UPDATE digests_digestchoice choice SET next_at = planned.next_at
    FROM unnest(%s::bigint[], %s::timestamptz[]) planned (person_id, next_at)
    WHERE choice.person_id = planned.person_id
"""


def plan(now: datetime | None = None) -> int:
    """Write down every digest that is due, and when the next ones are; how many were planned."""
    now = now or timezone.now()
    while _schedule(now) == BATCH:
        pass
    planned = 0
    while batch := _plan_batch(now):
        planned += batch
    return planned


def enrol_everybody() -> None:
    """Give the default to people who have come in and have not chosen. It looks at everybody, so
    it is done by the hour and not by the minute."""
    while _enrol() == BATCH:
        pass


def _enrol() -> int:
    with connection.cursor() as database:
        database.execute(ENROL, [BATCH])
        return int(database.rowcount)


def plan_again(person_ids: Sequence[int] | None) -> None:
    """Other hours, other instants: the next tick plans these people, or everybody, anew."""
    choices = DigestChoice.objects.exclude(rhythm=Rhythm.NEVER)
    if person_ids is not None:
        choices = choices.filter(person__in=person_ids)
    choices.update(next_at=None)


def next_of(wish: Wish, person_id: int, now: datetime) -> datetime | None:
    """When this person's next digest is due if they wish for this; None for never."""
    if wish.rhythm == Rhythm.NEVER:
        return None
    return next_due(wish, schedules_of([person_id])[person_id], now)


@transaction.atomic
def forget_old() -> int:
    """Remove digests from before `KEPT`."""
    old = Digest.objects.filter(planned_at__lt=timezone.now() - KEPT)
    return int(old.exclude(state=Digest.State.WAITING).delete()[0])


@transaction.atomic
def _schedule(now: datetime) -> int:
    """Those whose next digest was not computed yet, or anew: how many."""
    choices = list(_locked().filter(next_at=None)[:BATCH])
    schedules = schedules_of([choice.person_id for choice in choices])
    _set_next({it.person_id: next_due(wish_of(it), schedules[it.person_id], now) for it in choices})
    return len(choices)


@transaction.atomic
def _plan_batch(now: datetime) -> int:
    choices = list(_locked().filter(next_at__lte=now).order_by("next_at")[:BATCH])
    schedules = schedules_of([choice.person_id for choice in choices])
    digests, following = [], {}
    for choice in choices:
        wish, schedule = wish_of(choice), schedules[choice.person_id]
        due_at = choice.next_at or now
        digests.append(
            Digest(
                person_id=choice.person_id,
                period=period_of(wish.rhythm, due_at.astimezone(schedule.zone).date()),
                rhythm=wish.rhythm,
                due_at=due_at,
                next_attempt_at=due_at,
            )
        )
        # What was missed while nothing ran is one digest, not one for each period.
        after = max(after_period(wish, schedule, due_at), now)
        following[choice.person_id] = next_due(wish, schedule, after)
    Digest.objects.bulk_create(digests, ignore_conflicts=True)
    _set_next(following)
    return len(choices)


def wish_of(choice: DigestChoice) -> Wish:
    return Wish(choice.rhythm, choice.hour, choice.weekday)


def _locked() -> QuerySet[DigestChoice]:
    choices = DigestChoice.objects.exclude(rhythm=Rhythm.NEVER).filter(person__is_active=True)
    return choices.select_for_update(skip_locked=True, of=("self",))


def _set_next(moments: dict[int, datetime]) -> None:
    if moments:
        with connection.cursor() as database:
            database.execute(SET_NEXT, [list(moments), list(moments.values())])
