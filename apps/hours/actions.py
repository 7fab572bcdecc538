"""Saying when one works, is away, or wants peace."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.core.decisions import require
from apps.core.deeds import DeedKind, deed
from apps.core.errors import InvalidInput
from apps.events.actions import record
from apps.hours.calendar import SEARCHED, Week, write_week, zone_named
from apps.hours.events import HoursChanged, OrganisationHoursChanged
from apps.hours.lookup import schedule_of
from apps.hours.models import Absence, OrganisationHours, Pause, WorkingHours
from apps.hours.permissions import can_set_hours, can_set_organisation_hours
from apps.profiles.models import User

ABSENCES_AT_MOST = 60
ABSENT_AT_MOST = timedelta(days=366 * 3)


@transaction.atomic
def set_working_hours(
    *, actor: User, person: User, time_zone: str = "", week: Week | None = None
) -> WorkingHours:
    """An empty zone and a week of None keep to the organisation's, also when those change."""
    require(can_set_hours(actor, person))
    _check_zone(time_zone)
    values = {"time_zone": time_zone, "week": None if week is None else write_week(week)}
    hours, _is_new = WorkingHours.objects.update_or_create(person=person, defaults=values)
    record(HoursChanged(actor_id=actor.pk, person_id=person.pk))
    return hours


@transaction.atomic
def add_absence(*, actor: User, person: User, starts_on: date, ends_on: date) -> Absence:
    """Away on these days, the last one included. Saying it twice is saying it once."""
    require(can_set_hours(actor, person))
    # One at a time for a person, or two of them could pass the limit together.
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    today = timezone.now().astimezone(schedule_of(person).zone).date()
    if ends_on < starts_on:
        raise InvalidInput("ends_on", _("The last day comes before the first one."))
    if ends_on < today:
        raise InvalidInput("ends_on", _("These days are over."))
    if starts_on - today > ABSENT_AT_MOST or ends_on - starts_on > ABSENT_AT_MOST:
        raise InvalidInput("ends_on", _("That is more than three years: check the year."))
    mine = Absence.objects.filter(person=person)
    same = mine.filter(starts_on=starts_on, ends_on=ends_on).first()
    if same is not None:
        return same
    if mine.filter(ends_on__gte=today).count() >= ABSENCES_AT_MOST:
        raise InvalidInput("starts_on", _("Remove an absence of the list first: it is very long."))
    absence = Absence.objects.create(person=person, starts_on=starts_on, ends_on=ends_on)
    record(HoursChanged(actor_id=actor.pk, person_id=person.pk))
    return absence


@transaction.atomic
def end_absence(*, actor: User, absence: Absence) -> None:
    """Not away after all, or back already."""
    require(can_set_hours(actor, absence.person))
    if Absence.objects.filter(pk=absence.pk).delete()[0]:
        record(HoursChanged(actor_id=actor.pk, person_id=absence.person_id))


@transaction.atomic
def pause_until(*, actor: User, person: User, until: datetime) -> Pause:
    """Nothing reaches the person before `until`; a later call replaces an earlier one."""
    require(can_set_hours(actor, person))
    now = timezone.now()
    if until <= now:
        raise InvalidInput("until", _("This moment is over: choose a later one."))
    if until - now > SEARCHED:
        raise InvalidInput("until", _("That is more than a year: check the year."))
    pause, _is_new = Pause.objects.update_or_create(person=person, defaults={"until": until})
    record(HoursChanged(actor_id=actor.pk, person_id=person.pk))
    return pause


@transaction.atomic
def resume(*, actor: User, person: User) -> None:
    """Let everything come again, within the person's hours."""
    require(can_set_hours(actor, person))
    if Pause.objects.filter(person=person).delete()[0]:
        record(HoursChanged(actor_id=actor.pk, person_id=person.pk))


@transaction.atomic
def set_organisation_hours(*, actor: User, time_zone: str, week: Week) -> OrganisationHours:
    """The hours of everybody who has not chosen others; an empty zone is the server's."""
    require(can_set_organisation_hours(actor))
    _check_zone(time_zone)
    values = {"time_zone": time_zone, "week": write_week(week)}
    hours, _is_new = OrganisationHours.objects.update_or_create(pk=1, defaults=values)
    deed(DeedKind.HOURS_CHANGED, actor=actor)
    record(OrganisationHoursChanged(actor_id=actor.pk))
    return hours


def _check_zone(name: str) -> None:
    if name and zone_named(name) is None:
        raise InvalidInput("time_zone", _("There is no such time zone: choose one of the list."))
