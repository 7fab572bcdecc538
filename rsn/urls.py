"""Addresses. Each app lists its own; what has no sign-in says so at its view."""

from django.contrib import admin
from django.urls import include, path
from django.views.i18n import JavaScriptCatalog  # noqa: F401

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
