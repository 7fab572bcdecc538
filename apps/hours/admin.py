"""The organisation's hours, for administrators. Nobody's own hours are here."""

from typing import Any, cast

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.core.administration import Managed, administration
from apps.hours.actions import set_organisation_hours
from apps.hours.admin_forms import DAYS, OrganisationHoursForm
from apps.hours.calendar import parse_week
from apps.hours.models import OrganisationHours
from apps.hours.wording import week_lines
from apps.profiles.models import User


@admin.register(OrganisationHours, site=administration)
class OrganisationHoursAdmin(Managed):
    list_display = ("in_words", "time_zone")
    fields = ("time_zone", *DAYS)

    @admin.display(description=_("working hours"))
    def in_words(self, hours: OrganisationHours) -> str:
        lines = week_lines(parse_week(hours.week))
        return " · ".join(f"{days}: {clocks}" for days, clocks in lines)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        return OrganisationHoursForm

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """One row, which is always there."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        said = form.cleaned_data
        set_organisation_hours(
            actor=cast("User", request.user), time_zone=said["time_zone"], week=said["week"]
        )
