"""By which channels a shown notification leaves, and when: the person's choices and hours."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from apps.hours.calendar import Schedule, next_opening
from apps.hours.lookup import schedules_of
from apps.notifications.kinds import Kind, Urgency, kind_of
from apps.notifications.models import (
    Channel,
    Delivery,
    Notification,
    Preference,
    PushSubscription,
)

BATCH = 2000
GATHERED = timedelta(hours=1)


def plan_deliveries(rows: Iterable[Notification], now: datetime) -> list[Delivery]:
    """Deliveries for notifications shown at `now`, stored. Eight queries for any number.

    What was said again as something more direct and left already does not leave twice.
    """
    rows = [row for row in rows if row.read_at is None]
    people = {row.person_id for row in rows}
    schedules, opening = schedules_of(people), Openings()
    planned = []
    for channel in Channel:
        wanted = wanted_among(rows, channel)
        reachable = _reachable(people, channel)
        for row in rows:
            if row.pk not in wanted or row.person_id not in reachable:
                continue
            ready_at = now + patience(row.kind, channel)
            due_at = opening.after(schedules[row.person_id], ready_at)
            planned.append(
                Delivery(
                    notification=row,
                    person_id=row.person_id,
                    channel=channel,
                    ready_at=ready_at,
                    due_at=due_at,
                )
            )
    Delivery.objects.filter(state=Delivery.State.CANCELLED, notification__in=rows).delete()
    return Delivery.objects.bulk_create(planned, ignore_conflicts=True)


def _reachable(people: set[int], channel: str) -> set[int]:
    """Everybody has an address; whether it takes mail is asked when it leaves."""
    if channel == Channel.MAIL:
        return people
    devices = PushSubscription.objects.filter(person__in=people, removed_at=None)
    return set(devices.values_list("person_id", flat=True))


class Openings:
    """`next_opening`, computed once for all who share a schedule."""

    def __init__(self) -> None:
        self._known: dict[tuple[Schedule, datetime], datetime] = {}

    def after(self, schedule: Schedule, at: datetime) -> datetime:
        known = self._known.get((schedule, at))
        if known is None:
            known = self._known[schedule, at] = next_opening(schedule, at)
        return known


def default_of(kind: Kind, channel: str) -> bool:
    return kind.mail if channel == Channel.MAIL else kind.push


def patience(slug: str, channel: str) -> timedelta:
    """A mail leaves the person the time to see it on screen, a push does not; what is not urgent
    is gathered first."""
    kind = kind_of(slug)
    if kind and kind.urgency == Urgency.DIGEST:
        return GATHERED
    if channel == Channel.MAIL:
        return timedelta(seconds=settings.RSN_MAIL_WAIT_SECONDS)
    return timedelta()


def wanted_among(rows: Collection[Notification], channel: str) -> set[int]:
    """Ids of those of the rows that their person wants by this channel, as it is now."""
    chosen = _wanted({row.person_id for row in rows}, {row.kind for row in rows})
    return {
        row.pk
        for row in rows
        if (kind := kind_of(row.kind))
        and chosen.get((row.person_id, row.kind, channel), default_of(kind, channel))
    }


def _wanted(people: Collection[int], slugs: Collection[str]) -> dict[tuple[int, str, str], bool]:
    chosen = Preference.objects.filter(person__in=people, kind__in=slugs)
    rows = chosen.values_list("person_id", "kind", "channel", "is_wanted")
    return {(person, kind, channel): wanted for person, kind, channel, wanted in rows}


def plan_again(people: Collection[int] | None = None) -> int:
    """Hours changed: what still waits leaves at the opening it has now. None is everybody."""
    waiting = Delivery.objects.filter(state=Delivery.State.WAITING)
    if people is not None:
        waiting = waiting.filter(person__in=people)
    changed = 0
    last = 0
    while batch := list(waiting.filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = batch[-1].pk
        changed += _plan_again(batch)
    return changed


@transaction.atomic
def _plan_again(batch: list[Delivery]) -> int:
    schedules = schedules_of({row.person_id for row in batch})
    now, opening = timezone.now(), Openings()
    moved = []
    for row in batch:
        due_at = opening.after(schedules[row.person_id], max(row.ready_at, now))
        if row.due_at > now or due_at > now:
            row.due_at = due_at
            moved.append(row)
    # What was claimed meanwhile has left the state `waiting`, and is judged again as it leaves.
    return Delivery.objects.filter(state=Delivery.State.WAITING).bulk_update(moved, ["due_at"])
