"""From what is stored to a `Schedule`, for one person or for thousands, in as many queries."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from apps.hours.calendar import Schedule, parse_week, zone_named
from apps.hours.models import Absence, OrganisationHours, Pause, WorkingHours

REMEMBERED = timedelta(days=62)
"""Absences that ended longer ago say nothing about what may still be delivered."""


def organisation_hours() -> OrganisationHours:
    """The stored row, or the usual hours where nobody has stored any."""
    return OrganisationHours.objects.first() or OrganisationHours()


def organisation_schedule() -> Schedule:
    hours = organisation_hours()
    zone = zone_named(hours.time_zone) or ZoneInfo(settings.TIME_ZONE)
    return Schedule(zone=zone, week=parse_week(hours.week))


def schedule_of(person: Any) -> Schedule:
    return schedules_of([person.pk])[person.pk]


def schedules_of(person_ids: Collection[int]) -> dict[int, Schedule]:
    """A schedule for each of these people, by id. Four queries for any number of them.

    A zone that no longer exists is replaced by the organisation's.
    """
    ours = organisation_schedule()
    theirs = WorkingHours.objects.filter(person_id__in=person_ids)
    chosen = {row.person_id: (zone_named(row.time_zone), row.week) for row in theirs}
    away = _absences(person_ids)
    pauses = dict(
        Pause.objects.filter(person_id__in=person_ids, until__gt=timezone.now()).values_list(
            "person_id", "until"
        )
    )
    schedules = {}
    for pk in person_ids:
        zone, week = chosen.get(pk, (None, None))
        schedules[pk] = Schedule(
            zone=zone or ours.zone,
            week=ours.week if week is None else parse_week(week),
            absences=tuple(away.get(pk, ())),
            paused_until=pauses.get(pk),
        )
    return schedules


def _absences(person_ids: Collection[int]) -> dict[int, list[tuple[date, date]]]:
    since = timezone.now().date() - REMEMBERED
    rows = Absence.objects.filter(person_id__in=person_ids, ends_on__gte=since)
    found = defaultdict(list)
    for person_id, starts_on, ends_on in rows.values_list("person_id", "starts_on", "ends_on"):
        found[person_id].append((starts_on, ends_on))
    return found
