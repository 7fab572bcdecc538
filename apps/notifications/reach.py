"""How many people a post would tell, and when: counted before it is published."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import ngettext

from apps.hours.calendar import Schedule, is_open
from apps.hours.lookup import organisation_schedule, schedules_of
from apps.hours.models import Absence, Pause, WorkingHours
from apps.notifications.audience import readers_of
from apps.notifications.models import SpaceSetting
from apps.posts.outside_hours import outside_hours
from apps.posts.reach import answer_reach
from apps.profiles.models import UserQuerySet
from apps.spaces.models import Space

# Of so few, "now" and "later" would say who is away.
FEW = 5


@dataclass(frozen=True, slots=True)
class Reach:
    """People who would be told: those who are at work at this moment, and the others, whom mail
    and phones tell when their hours begin."""

    total: int
    now: int

    @property
    def later(self) -> int:
        return self.total - self.now


def reach_of(
    author: Any, space: Space, *, announcement: bool, mentions: Collection[int] = ()
) -> Reach:
    """Counted in the database where people keep to the organisation's hours, as most do: seven
    queries, and a schedule for each who has hours, an absence or a pause of their own."""
    levels = SpaceSetting.objects.filter(space=space)
    people = readers_of(space.pk).exclude(pk=author.pk)
    people = people.exclude(pk__in=levels.filter(level=SpaceSetting.Level.MUTE).values("person"))
    if not announcement:
        close = levels.filter(level=SpaceSetting.Level.CLOSE).values("person")
        people = people.filter(Q(pk__in=close) | Q(pk__in=list(mentions)))
    return _counted(people)


def _counted(people: UserQuerySet) -> Reach:
    now = timezone.now()
    special = people.filter(
        Q(pk__in=WorkingHours.objects.values("person"))
        | Q(pk__in=Absence.objects.filter(ends_on__gte=now.date()).values("person"))
        | Q(pk__in=Pause.objects.filter(until__gt=now).values("person"))
    )
    total = people.count()
    schedules: Counter[Schedule] = Counter(
        schedules_of(list(special.values_list("pk", flat=True))).values()
    )
    schedules[organisation_schedule()] += total - schedules.total()
    return Reach(
        total, sum(count for schedule, count in schedules.items() if is_open(schedule, now))
    )


@answer_reach
def sentence(author: Any, space: Space) -> str:
    """ "Will tell 150 people: 40 now, 110 when their day starts"; empty when there is nobody.

    Hours, absences and pauses are each person's alone: of few people it is not said who is when.
    """
    reach = reach_of(author, space, announcement=True)
    if 0 < reach.total < FEW:
        return ngettext(
            "Will tell %(count)s person, within their hours",
            "Will tell %(count)s people, each within their hours",
            reach.total,
        ) % {"count": intcomma(reach.total)}
    if outside_hours(author):
        # Published silently: nobody is told before the author's own hours begin again.
        reach = replace(reach, now=0)
    if not reach.total:
        return ""
    words = {
        "count": intcomma(reach.total),
        "now": intcomma(reach.now),
        "later": intcomma(reach.later),
    }
    if not reach.later:
        said = ngettext(
            "Will tell %(count)s person now", "Will tell %(count)s people now", reach.total
        )
    elif not reach.now:
        said = ngettext(
            "Will tell %(count)s person when their day starts",
            "Will tell %(count)s people when their day starts",
            reach.total,
        )
    else:
        said = ngettext(
            "Will tell %(count)s person: %(now)s now, %(later)s when their day starts",
            "Will tell %(count)s people: %(now)s now, %(later)s when their day starts",
            reach.total,
        )
    return said % words
