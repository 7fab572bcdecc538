"""Days, hours and moments as people say them."""

from datetime import date, datetime, time
from itertools import groupby
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _, pgettext

from apps.hours.calendar import Interval, Week


def moment(at: datetime, zone: ZoneInfo) -> str:
    """`"lundi 23 novembre 2026, 08:00"`, on the clock of this zone."""
    return date_format(at.astimezone(zone), pgettext("date format, exact", "l j F Y, H:i"))


def days(first: date, last: date) -> str:
    if first == last:
        return date_format(first, "DATE_FORMAT")
    return _("From %(first)s to %(last)s") % {
        "first": date_format(first, "DATE_FORMAT"),
        "last": date_format(last, "DATE_FORMAT"),
    }


def intervals(day: tuple[Interval, ...]) -> str:
    """`"08:00 – 12:00, 13:30 – 18:00"`; in words for a day off and for a whole day."""
    if not day:
        return _("Nothing: a day of rest")
    if day == ((time(), time()),):
        return _("All day")
    return ", ".join(f"{_clock(begins)} – {_clock(ends)}" for begins, ends in day)


def week_lines(week: Week) -> list[tuple[str, str]]:
    """`[("Monday to Friday", "08:00 – 18:30"), ("Saturday and Sunday", "Nothing: …")]`."""
    lines = []
    for _hours, run in groupby(enumerate(week), key=lambda it: it[1]):
        numbered = list(run)
        first, last = numbered[0][0], numbered[-1][0]
        lines.append((_named(first, last), intervals(numbered[0][1])))
    return lines


def _named(first: int, last: int) -> str:
    names = {"first": str(WEEKDAYS[first]), "last": str(WEEKDAYS[last])}
    if first == last:
        said = names["first"]
    elif last == first + 1:
        said = pgettext("two days of the week", "%(first)s and %(last)s") % names
    else:
        said = pgettext("several days of the week", "%(first)s to %(last)s") % names
    return said[:1].upper() + said[1:]


def _clock(clock: time) -> str:
    return time_format(clock, pgettext("time of day", "H:i"))
