from dataclasses import dataclass

from apps.events.registry import Event, PeopleEvent


@dataclass(frozen=True, kw_only=True)
class NotificationsDue(Event):
    """The undo window of the event `told_id` has passed: what was told of it may be shown."""

    name = "notifications.due"
    goes_to_space = goes_to_person = False

    told_id: int


@dataclass(frozen=True, kw_only=True)
class NotificationsChanged(PeopleEvent):
    """What waits for each of `people` is not what it was: their bells ask again."""

    @property
    def keys(self) -> list[str]:
        return ["notifications"]


@dataclass(frozen=True, kw_only=True)
class NotificationsDelivered(NotificationsChanged):
    """Something new is shown."""

    name = "notifications.delivered"


@dataclass(frozen=True, kw_only=True)
class NotificationsRead(NotificationsChanged):
    """Something was read, here or in another tab."""

    name = "notifications.read"


@dataclass(frozen=True, kw_only=True)
class NotificationsWithdrawn(NotificationsChanged):
    """Something is shown no more: taken back, or not theirs to read now."""

    name = "notifications.withdrawn"


@dataclass(frozen=True, kw_only=True)
class MailsEnded(Event):
    """`person_id` wants to be told of nothing by mail any more."""

    name = "mails.ended"
    goes_to_space = goes_to_person = False
