"""How many mails and pushes left outside their reader's hours: of what really left.

Each was judged when it left, by the hours its reader had then (`Envelope.was_inside`).
"""

from datetime import date, datetime, timedelta

from django.db.models import Count, Q

from apps.hours.kept import count_kept
from apps.hours.lookup import organisation_schedule
from apps.notifications.models import Envelope


@count_kept
def outside_hours(month: date) -> tuple[int, int]:
    """(outside, all) of the month of this day, on the organisation's calendar. One query more."""
    zone = organisation_schedule().zone
    first = datetime(month.year, month.month, 1, tzinfo=zone)
    after = first + timedelta(days=32)
    counted = Envelope.objects.filter(
        state=Envelope.State.SENT,
        sent_at__gte=first,
        sent_at__lt=datetime(after.year, after.month, 1, tzinfo=zone),
    ).aggregate(outside=Count("pk", filter=Q(was_inside=False)), total=Count("pk"))
    return counted["outside"], counted["total"]
