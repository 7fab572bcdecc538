"""How well the quiet hours were kept, by month: counted by a floor above, which says here how.

Hours may not import what is sent; the policy that everybody reads shows the figure all the same.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.formats import date_format
from django.utils.translation import gettext as _, pgettext

from apps.hours.lookup import organisation_schedule

# Mails and pushes that left in the month of this day: outside their readers' hours, and in all.
Count = Callable[[date], tuple[int, int]]

_counts: list[Count] = []


@dataclass(frozen=True, slots=True)
class Kept:
    """A month's figure, in words."""

    month: str
    said: str


def count_kept(count: Count) -> Count:
    """Have `count(month)` answer for one way by which people are reached."""
    if count not in _counts:
        _counts.append(count)
    return count


def bounds_of(month: date) -> tuple[datetime, datetime]:
    """When the month of this day begins and the next one does, on the organisation's calendar."""
    zone = organisation_schedule().zone
    after = month.replace(day=1) + timedelta(days=32)
    return (
        datetime(month.year, month.month, 1, tzinfo=zone),
        datetime(after.year, after.month, 1, tzinfo=zone),
    )


def kept_in(months: list[date]) -> list[Kept]:
    """For each of these months, whatever the ways; none while nobody counts."""
    if not _counts:
        return []
    return [_kept(month) for month in months]


def _kept(month: date) -> Kept:
    counted = [count(month) for count in _counts]
    outside, total = (sum(numbers) for numbers in zip(*counted, strict=True))
    said = _("%(outside)s of %(total)s") % {
        "outside": intcomma(outside),
        "total": intcomma(total),
    }
    return Kept(date_format(month, pgettext("date format, a month", "F Y")), said)
