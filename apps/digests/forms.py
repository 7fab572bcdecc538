from datetime import date, time, timedelta

from django import forms
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from apps.digests.models import Rhythm

MONDAY = date(2024, 1, 1)


class DigestForm(forms.Form):
    rhythm = forms.ChoiceField(
        label=_("How often"), choices=Rhythm.choices, widget=forms.RadioSelect
    )
    weekday = forms.TypedChoiceField(
        label=_("On which day"),
        help_text=_("For a digest once a week."),
        coerce=int,
        choices=[],
    )
    hour = forms.TypedChoiceField(
        label=_("At what time"),
        help_text=_("On your own clock. If you do not work then, it comes when your hours begin."),
        coerce=int,
        choices=[],
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["weekday"].choices = [  # type: ignore[attr-defined]
            (n, formats.date_format(MONDAY + timedelta(days=n), "l")) for n in range(7)
        ]
        self.fields["hour"].choices = [  # type: ignore[attr-defined]
            (n, formats.time_format(time(n), "TIME_FORMAT")) for n in range(24)
        ]
