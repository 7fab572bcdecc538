"""How many mails and pushes left outside their reader's hours: of what really left.

Each was judged when it left, by the hours its reader had then (`Envelope.was_inside`).
"""

from datetime import date

from django.db.models import Count, Q

from apps.hours.kept import bounds_of, count_kept
from apps.notifications.models import Envelope


@count_kept
def outside_hours(month: date) -> tuple[int, int]:
    """(outside, all) of the month of this day, on the organisation's calendar. One query more."""
    first, after = bounds_of(month)
    left = Envelope.objects.filter(state=Envelope.State.SENT, sent_at__gte=first, sent_at__lt=after)
    counted = left.aggregate(outside=Count("pk", filter=Q(was_inside=False)), total=Count("pk"))
    return counted["outside"], counted["total"]
