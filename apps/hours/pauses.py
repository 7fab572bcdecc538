"""The pauses one click long: what is offered, and when each of them ends."""

from datetime import date, datetime, time, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from apps.hours.calendar import Schedule

MORNING = time(8)


class Length(TextChoices):
    HOUR = "hour", _("For one hour")
    TOMORROW = "tomorrow", _("Until tomorrow morning")
    MONDAY = "monday", _("Until Monday")


def end_of(length: str, schedule: Schedule, now: datetime) -> datetime:
    """When a pause of this length ends that begins now."""
    if length == Length.HOUR:
        return now + timedelta(hours=1)
    today = now.astimezone(schedule.zone).date()
    ahead = 1 if length == Length.TOMORROW else 7 - today.weekday()
    return morning_of(today + timedelta(days=ahead), schedule)


def morning_of(day: date, schedule: Schedule) -> datetime:
    """When this day begins: with the person's first hours, at eight where they have none."""
    hours = schedule.week[day.weekday()]
    begins = min((begins for begins, _ends in hours), default=MORNING)
    return datetime.combine(day, begins, tzinfo=schedule.zone)
