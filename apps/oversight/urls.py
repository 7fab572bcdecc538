"""Addresses of exceptional access and of administration."""

from django.urls import path

import apps.core.converters  # noqa: F401 - registers what the addresses below use
from apps.oversight.views import glass

urlpatterns = [
    path("break-glass/", glass.glass, name="glass"),
    path("break-glass/<bigint:pk>/", glass.glass_access, name="glass_access"),
    path("break-glass/<bigint:pk>/answer/", glass.glass_answer, name="glass_answer"),
    path("break-glass/<bigint:pk>/posts/<bigint:post_pk>/", glass.glass_post, name="glass_post"),
]
