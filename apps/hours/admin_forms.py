"""What administrators type about the organisation's hours: a line a day."""

import re
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language, gettext as _, gettext_lazy
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from apps.hours.calendar import parse_week, write_week
from apps.hours.models import OrganisationHours
from apps.hours.zones import zone_groups

DAYS = tuple(f"day_{day}" for day in range(7))
SPAN = re.compile(r"^(\d{1,2}:\d\d)\s*[-–]\s*(\d{1,2}:\d\d)$")


class DayField(forms.CharField):
    """`"08:00-12:00, 13:30-18:00"` ⇄ `[["08:00", "12:00"], ["13:30", "18:00"]]`."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join("-".join(span) for span in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        found = [SPAN.match(part.strip()) for part in text.split(",")] if text else []
        try:
            spans = [[clock.zfill(5) for clock in span.groups()] for span in found if span]
            parse_week([spans] * 7)
        except ValueError:
            spans = []
        if len(spans) != len(found):
            raise forms.ValidationError(_("Write it like 08:00-12:00, 13:30-18:00."))
        return spans


class OrganisationHoursForm(forms.ModelForm):
    time_zone = forms.ChoiceField(
        label=gettext_lazy("time zone"), required=False, widget=UnfoldAdminSelectWidget
    )

    class Meta:
        model = OrganisationHours
        fields = ("time_zone",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = [  # type: ignore[attr-defined]
            ("", _("That of this server")),
            *zone_groups(get_language() or "en"),
            ("UTC", "UTC"),
        ]
        for day, name in enumerate(DAYS):
            self.initial[name] = self.instance.week[day]
            self.fields[name].label = str(WEEKDAYS[day]).capitalize()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            cleaned["week"] = parse_week([cleaned[name] for name in DAYS])
            self.instance.week = write_week(cleaned["week"])
        return cleaned


for _name in DAYS:
    OrganisationHoursForm.base_fields[_name] = DayField(
        required=False,
        max_length=80,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy(
            "Like 08:00-12:00, 13:30-18:00; 22:00-06:00 is a night. Empty: a day of rest."
        ),
    )
