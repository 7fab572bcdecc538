from django.urls import include, path

import apps.core.converters  # noqa: F401
from apps.notifications.views import attention, bell, mails, page, settings

urlpatterns = [
    path("", include("apps.notifications.push.urls")),
    path("notifications/", page.notifications, name="notifications"),
    path("notifications/<bigint:pk>/", page.notification, name="notification"),
    path("notifications/read/", page.notifications_read, name="notifications_read"),
    path("notifications/bell/", bell.bell, name="bell"),
    path("posts/<bigint:pk>/attention/", attention.post_attention, name="post_attention"),
    path("spaces/<slug:slug>/attention/", attention.space_attention, name="space_attention"),
    path("unsubscribe/<str:token>/", mails.unsubscribe, name="unsubscribe"),
    path(
        "settings/notifications/mails/<slug:kind>/",
        mails.mail_preview,
        name="settings-mail-preview",
    ),
    path("settings/notifications/", settings.settings_notifications, name="settings-notifications"),
    path(
        "settings/notifications/preview/<slug:kind>/",
        settings.settings_preview,
        name="settings-notification-preview",
    ),
]
