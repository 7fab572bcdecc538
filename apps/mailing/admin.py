from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from apps.core.administration import ReadOnly, administration
from apps.mailing.models import Suppression


@admin.register(Suppression, site=administration)
class SuppressionAdmin(ReadOnly):
    """Taking one out lets mail go there again: for whoever cannot sign in to say so."""

    list_display = ("address", "reason", "detail", "since")
    list_filter = ("reason",)
    search_fields = ("address",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request)
