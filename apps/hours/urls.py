from django.urls import path

import apps.core.converters  # noqa: F401
from apps.hours import views

urlpatterns = [
    path("settings/hours/", views.settings_hours, name="settings-hours"),
    path("settings/hours/absences/", views.settings_hours_absences, name="settings-hours-absences"),
    path(
        "settings/hours/absences/<bigint:pk>/",
        views.settings_hours_absence,
        name="settings-hours-absence",
    ),
    path("settings/hours/pause/", views.settings_hours_pause, name="settings-hours-pause"),
    path("quiet-hours/", views.quiet_hours, name="quiet-hours"),
]
