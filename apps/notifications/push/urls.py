from django.urls import path

import apps.core.converters  # noqa: F401
from apps.notifications.push import views

urlpatterns = [
    path("service-worker.js", views.service_worker, name="service_worker"),
    path("manifest.webmanifest", views.webmanifest, name="manifest"),
    path("offline/", views.offline, name="offline"),
    path("settings/notifications/devices/", views.settings_push, name="settings-push"),
    path(
        "settings/notifications/devices/<bigint:pk>/",
        views.settings_push_device,
        name="settings-push-device",
    ),
    path("notifications/push/<uuid:pk>/", views.notification_push, name="notification_push"),
]
