"""What the bell says on every page: whether something waits for this person, in one query."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.humanize.templatetags.humanize import intcomma
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Count, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat, JSONObject
from django.utils import timezone
from django.utils.translation import ngettext

from apps.core.prepared import Prepared
from apps.hours.calendar import Schedule, is_open, parse_week, zone_named
from apps.hours.models import Absence, OrganisationHours, Pause, WorkingHours, usual_week
from apps.notifications.models import Notification
from apps.profiles.models import User


@dataclass(frozen=True, slots=True)
class Bell:
    """`count` is how many conversations have something new for the person. The dot is shown in
    their working hours only; `words` say the same to who does not see it, empty without it.
    """

    count: int = 0
    has_dot: bool = False
    words: str = ""


@dataclass(frozen=True)
class Waiting:
    """How many conversations have something new for the person, and what was found of their hours:
    most pages of most days need no more than the first.
    """

    count: int
    found: dict[str, Any]

    @cached_property
    def schedule(self) -> Schedule:
        return _schedule(self.found)

    @property
    def bell(self) -> Bell:
        has_dot = self.count > 0 and is_open(self.schedule, timezone.now())
        return Bell(self.count, has_dot, words_for(self.count) if has_dot else "")

    @property
    def today(self) -> date:
        """The date on the person's own calendar."""
        return timezone.now().astimezone(self.schedule.zone).date()


def bell_of(person: Any) -> Bell:
    """One query; none for somebody who is not signed in."""
    return waiting_for(person).bell if person.is_authenticated and person.is_active else Bell()


def waiting_for(person: Any) -> Waiting:
    """For somebody who is signed in and active. One query."""
    found = BELL.rows(person)[0].waiting  # type: ignore[attr-defined]
    return Waiting(found["count"], found)


def words_for(count: int) -> str:
    """ "3 new for you"; empty for nothing."""
    if not count:
        return ""
    return ngettext("%(count)s new for you", "%(count)s new for you", count) % {
        "count": intcomma(count)
    }


def groups_in(notifications: QuerySet[Notification]) -> QuerySet[Any]:
    """One row, `count`: in how many conversations and days these are. None where there are none."""
    group = Concat("subject", Value("/"), Cast("day", CharField()), output_field=CharField())
    by_person = notifications.order_by().values("person")
    return by_person.annotate(count=Count(group, distinct=True)).values("count")


def _bell(person: Any) -> QuerySet[User]:
    direct = Notification.objects.visible_to(person).unread().filter(is_direct=True)
    hours = WorkingHours.objects.visible_to(person)
    absence = JSONObject(first="starts_on", last="ends_on")
    absences = Absence.objects.visible_to(person).order_by("-ends_on").values(said=absence)[:20]
    ours = OrganisationHours.objects.filter(pk=1)
    waiting = JSONObject(
        count=Coalesce(Subquery(groups_in(direct)), 0),
        zone=Subquery(hours.values("time_zone")),
        week=Subquery(hours.values("week")),
        our_zone=Subquery(ours.values("time_zone")),
        our_week=Subquery(ours.values("week")),
        until=Subquery(Pause.objects.visible_to(person).values("until")),
        absences=ArraySubquery(absences),
    )
    return User.objects.filter(pk=person.pk).annotate(waiting=waiting).only("pk")


BELL: Prepared[User] = Prepared(_bell)


def _schedule(found: dict[str, Any]) -> Schedule:
    """As `apps.hours.lookup` makes it, of what the one query found."""
    zone = zone_named(found["zone"] or "") or zone_named(found["our_zone"] or "")
    days = [
        (date.fromisoformat(it["first"]), date.fromisoformat(it["last"]))
        for it in found["absences"]
    ]
    return Schedule(
        zone=zone or ZoneInfo(settings.TIME_ZONE),
        week=parse_week(found["week"] or found["our_week"] or usual_week()),
        absences=tuple(days),
        paused_until=datetime.fromisoformat(found["until"]) if found["until"] else None,
    )
