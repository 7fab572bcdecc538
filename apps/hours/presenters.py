"""What the pages about hours show."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext as _

from apps.hours.calendar import Schedule, is_open, next_opening, parse_week, zone_named
from apps.hours.forms import hours_initial
from apps.hours.kept import Kept, kept_in
from apps.hours.lookup import organisation_schedule, schedule_of
from apps.hours.models import Absence, WorkingHours
from apps.hours.pauses import Length, end_of
from apps.hours.wording import days, moment, week_lines
from apps.hours.zones import city_of


@dataclass(frozen=True, slots=True)
class State:
    """Whether something may reach the person at this moment: a sentence, and what follows."""

    is_open: bool
    title: str
    text: str
    is_paused: bool


@dataclass(frozen=True, slots=True)
class OfferedPause:
    value: str
    label: str
    until: str


@dataclass(frozen=True, slots=True)
class AbsenceLine:
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class HoursPage:
    """`lost_zone` is the stored name of a time zone that no longer exists, or ""."""

    state: State
    pauses: list[OfferedPause]
    absences: list[AbsenceLine]
    lost_zone: str
    organisation_lines: list[tuple[str, str]]
    zone: str


@dataclass(frozen=True, slots=True)
class QuietHoursPage:
    """The organisation's policy; `mine` is how it stands for who reads."""

    lines: list[tuple[str, str]]
    zone: str
    mine: State
    has_own_hours: bool
    kept: list[Kept]


def hours_page(person: Any, now: datetime) -> HoursPage:
    schedule = schedule_of(person)
    stored = _stored(person)
    return HoursPage(
        state=_state(schedule, now),
        pauses=[
            OfferedPause(value, str(label), moment(end_of(value, schedule, now), schedule.zone))
            for value, label in Length.choices
        ],
        absences=_absences(person, now.astimezone(schedule.zone)),
        lost_zone=stored.time_zone if _is_lost(stored) else "",
        organisation_lines=week_lines(organisation_schedule().week),
        zone=city_of(schedule.zone.key, get_language() or "en"),
    )


def hours_form_initial(person: Any) -> dict[str, Any]:
    """What the form about one's hours says before one changes it."""
    stored = _stored(person)
    return hours_initial(
        time_zone="" if _is_lost(stored) else stored.time_zone,
        week=None if stored.week is None else parse_week(stored.week),
        shown=organisation_schedule().week,
    )


def organisation_zone() -> str:
    return organisation_schedule().zone.key


def quiet_hours_page(person: Any, now: datetime) -> QuietHoursPage:
    ours = organisation_schedule()
    return QuietHoursPage(
        lines=week_lines(ours.week),
        zone=city_of(ours.zone.key, get_language() or "en"),
        mine=_state(schedule_of(person), now),
        has_own_hours=_stored(person).week is not None,
        kept=kept_in(_two_months(now.astimezone(ours.zone).date())),
    )


def _two_months(today: date) -> list[date]:
    """This month and the one before, as days in them."""
    return [today, today.replace(day=1) - timedelta(days=1)]


def _state(schedule: Schedule, now: datetime) -> State:
    is_paused = schedule.paused_until is not None and now < schedule.paused_until
    if is_open(schedule, now):
        title, text = _("You are within your hours"), _("What concerns you may reach you now.")
    else:
        again = moment(next_opening(schedule, now), schedule.zone)
        title = _("You have asked for quiet") if is_paused else _("These are quiet hours for you")
        text = _("What comes is kept, and reaches you together: %(moment)s.") % {"moment": again}
    return State(is_open(schedule, now), title, text, is_paused)


def _stored(person: Any) -> WorkingHours:
    return WorkingHours.objects.visible_to(person).first() or WorkingHours(person_id=person.pk)


def _is_lost(stored: WorkingHours) -> bool:
    return bool(stored.time_zone) and zone_named(stored.time_zone) is None


def _absences(person: Any, today: datetime) -> list[AbsenceLine]:
    ahead = Absence.objects.visible_to(person).filter(ends_on__gte=today.date())
    return [
        AbsenceLine(
            words=days(absence.starts_on, absence.ends_on),
            url=reverse("settings-hours-absence", args=[absence.pk]),
        )
        for absence in ahead.order_by("starts_on", "ends_on")
    ]
