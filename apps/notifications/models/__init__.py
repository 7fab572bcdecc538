from apps.notifications.models.channel import Channel
from apps.notifications.models.choices import (
    ConversationSetting,
    Preference,
    SpaceSetting,
)
from apps.notifications.models.delivery import Delivery, Envelope
from apps.notifications.models.notification import Notification, NotificationQuerySet
from apps.notifications.models.push import PushSubscription
from apps.notifications.models.telling import Telling

__all__ = [
    "Channel",
    "ConversationSetting",
    "Delivery",
    "Envelope",
    "Notification",
    "NotificationQuerySet",
    "Preference",
    "PushSubscription",
    "SpaceSetting",
    "Telling",
]
