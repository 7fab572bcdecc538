"""What an envelope still has to say, asked when it is formed and again when it leaves."""

from apps.notifications.audience import may_be_shown
from apps.notifications.models import Envelope, Notification
from apps.notifications.planning import wanted_among


def contents_of(envelope: Envelope) -> list[Notification]:
    """Its notifications that are still unread, true, readable, wanted by this channel; oldest
    first, loaded for `saying.groups_of`."""
    carried = Notification.objects.filter(deliveries__envelope=envelope).with_words()
    return still_to_say(list(carried.order_by("created_at", "id")), envelope.channel)


def still_to_say(rows: list[Notification], channel: str) -> list[Notification]:
    """Those of one person's shown notifications that may leave by this channel now."""
    unread = [row for row in rows if row.read_at is None and row.delivered_at is not None]
    shown = may_be_shown(unread)
    wanted = wanted_among(unread, channel)
    return [row for row in unread if row.pk in shown and row.pk in wanted]
