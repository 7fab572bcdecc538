"""Addresses. Each app lists its own; a view open to people without a session says so itself."""

from django.urls import include, path

import apps.core.converters  # noqa: F401 - registers what the addresses below use
from apps.core.administration import administration

urlpatterns = [
    path("", include("apps.core.urls")),
    path("", include("apps.events.urls")),
    path("", include("apps.posts.urls")),
    path("", include("apps.spaces.urls")),
    path("", include("apps.profiles.urls")),
    path("", include("apps.feed.urls")),
    path("", include("apps.mailing.urls")),
    path("", include("apps.hours.urls")),
    path("", include("apps.notifications.urls")),
    path("", include("apps.search.urls")),
    path("", include("apps.digests.urls")),
    path("", include("apps.archive.urls")),
    path("", include("apps.oversight.urls")),
    path("", include("apps.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", administration.urls),
]

handler403 = "apps.core.views.refused"
handler404 = "apps.core.views.not_found"
handler500 = "apps.core.views.broken"
