"""The organisation's hours as their form shows them at first."""

from typing import Any

from apps.hours.calendar import parse_week
from apps.hours.forms import hours_initial
from apps.hours.lookup import organisation_hours


def organisation_hours_initial() -> dict[str, Any]:
    stored = organisation_hours()
    week = parse_week(stored.week)
    return hours_initial(time_zone=stored.time_zone, week=week, shown=week)
