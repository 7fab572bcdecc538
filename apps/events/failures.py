"""Events that a subscriber could not be given: kept, counted, tried again when asked."""

from dataclasses import dataclass

from django.utils import timezone

from apps.events.models import FailedDelivery
from apps.events.registry import Delivery, restore, subscribers_of


@dataclass(frozen=True, slots=True)
class Outcome:
    settled: int
    remaining: int


def hand_over_again() -> Outcome:
    """Try every failure once more, oldest first. What works is forgotten, the rest kept."""
    settled = 0
    failures = FailedDelivery.objects.select_related("event").order_by("event__number")
    for failure in failures:
        if error := _try(failure):
            FailedDelivery.objects.filter(pk=failure.pk).update(
                error=error[:2000], failed_at=timezone.now()
            )
        else:
            failure.delete()
            settled += 1
    return Outcome(settled, FailedDelivery.objects.count())


def _try(failure: FailedDelivery) -> str:
    """The error in words; empty when it worked."""
    row = failure.event
    event = restore(row)
    if event is None:
        return "unknown event"
    for subscriber in subscribers_of(row.name):
        name = f"{subscriber.__module__}.{subscriber.__qualname__}"
        if failure.subscriber not in ("", name):
            continue
        try:
            subscriber(Delivery(row.id, row.number or 0, event))
        except Exception as error:
            return f"{type(error).__name__}: {error}"
    return ""
