"""What a person says of their time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from itertools import pairwise
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language, gettext as _, gettext_lazy, pgettext

from apps.hours.calendar import Interval, Week
from apps.hours.pauses import Length
from apps.hours.zones import city_of, zone_groups

SPANS = (1, 2)


@dataclass(frozen=True, slots=True)
class DayFields:
    """The controls of one day; `has_second`: those of the second part are filled in."""

    name: str
    works: BoundField
    first: tuple[BoundField, BoundField]
    second: tuple[BoundField, BoundField]
    has_second: bool

    @property
    def fields(self) -> tuple[BoundField, ...]:
        return (self.works, *self.first, *self.second)


class HoursForm(forms.Form):
    """`cleaned_data` is what `set_working_hours` takes: `time_zone` and `week`."""

    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        help_text=gettext_lazy("In the list, type the first letters of a city."),
        required=False,
    )
    whose = forms.ChoiceField(
        label=gettext_lazy("Days and hours"),
        choices=[
            ("organisation", gettext_lazy("Those of the organisation")),
            ("own", gettext_lazy("My own")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, organisation_zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        ours = _("That of the organisation: %(city)s") % {
            "city": city_of(organisation_zone, language)
        }
        zone = self.fields["time_zone"]
        zone.choices = [("", ours), *zone_groups(language), ("UTC", "UTC")]  # type: ignore[attr-defined]
        for day in range(7):
            self.fields[f"works_{day}"] = forms.BooleanField(
                label=str(WEEKDAYS[day]).capitalize(), required=False
            )
            for span in SPANS:
                self.fields[f"from_{day}_{span}"] = _clock_field(
                    pgettext("from a time of day", "From")
                )
                self.fields[f"to_{day}_{span}"] = _clock_field(
                    pgettext("until a time of day", "to")
                )

    def days(self) -> Iterator[DayFields]:
        """The week's controls, day by day: for the template."""
        for day in range(7):
            first, second = (
                (self[f"from_{day}_{span}"], self[f"to_{day}_{span}"]) for span in SPANS
            )
            yield DayFields(
                name=str(self[f"works_{day}"].label),
                works=self[f"works_{day}"],
                first=first,
                second=second,
                has_second=any(field.value() for field in second),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        week = None
        if cleaned.get("whose") == "own":
            week = tuple(self._day(cleaned, day) for day in range(7))
        return {"time_zone": cleaned.get("time_zone", ""), "week": week}

    def _day(self, cleaned: dict[str, Any], day: int) -> tuple[Interval, ...]:
        if not cleaned.get(f"works_{day}"):
            return ()
        spans = [self._span(cleaned, day, span) for span in SPANS]
        worked = [span for span in spans if span is not None]
        if not worked and not self._has_errors(day):
            self.add_error(f"from_{day}_1", _("Say from when to when, or untick this day."))
        for (_begins, ends), (begins, _ends) in pairwise(worked):
            if _begins >= ends or begins < ends:
                self.add_error(f"from_{day}_2", _("The second part begins before the first ends."))
        return tuple(worked)

    def _span(self, cleaned: dict[str, Any], day: int, span: int) -> Interval | None:
        begins, ends = cleaned.get(f"from_{day}_{span}"), cleaned.get(f"to_{day}_{span}")
        if begins is None and ends is None:
            return None
        if begins is None or ends is None:
            if not self._has_errors(day):
                missing = f"from_{day}_{span}" if begins is None else f"to_{day}_{span}"
                self.add_error(missing, _("One of the two times is missing."))
            return None
        if begins == ends and begins != time():
            self.add_error(f"to_{day}_{span}", _("It ends when it begins: change one of the two."))
        return begins, ends

    def _has_errors(self, day: int) -> bool:
        ends = tuple(f"_{day}_{span}" for span in SPANS)
        return any(name.endswith(ends) for name in self.errors)


def hours_initial(*, time_zone: str, week: Week | None, shown: Week) -> dict[str, Any]:
    """What the form says at first. `shown` are the hours to begin with when choosing one's own."""
    initial: dict[str, Any] = {
        "time_zone": time_zone,
        "whose": "organisation" if week is None else "own",
    }
    days = shown if week is None else week
    usual = next((day for day in (*days, *shown) if day), ())
    for day, intervals in enumerate(days):
        initial[f"works_{day}"] = bool(intervals)
        # A day of rest offers the usual hours to whoever ticks it.
        for span, (begins, ends) in zip(SPANS, intervals or usual[:1], strict=False):
            initial |= {f"from_{day}_{span}": begins, f"to_{day}_{span}": ends}
    return initial


class AbsenceForm(forms.Form):
    starts_on = forms.DateField(
        label=gettext_lazy("First day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class PauseForm(forms.Form):
    """Either `length`, the button that was pressed, or `until`, the day one comes back."""

    length = forms.ChoiceField(choices=Length.choices, required=False)
    until = forms.DateField(
        label=gettext_lazy("Until the morning of"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Choose a day.")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("length") and not cleaned.get("until"):
            self.add_error("until", _("Choose a day."))
        return cleaned


def _clock_field(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        input_formats=["%H:%M", "%H:%M:%S"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
