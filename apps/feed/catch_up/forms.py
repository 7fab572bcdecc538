"""What the catch-up page is asked for."""

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from apps.feed.catch_up.places import Since


def since_of(asked: str) -> Since:
    """The beginning that was asked for; since one last looked, for anything else."""
    return Since(asked) if asked in set(Since) else Since.VISIT


class MomentField(forms.CharField):
    """An instant as the page wrote it."""

    def clean(self, value: str) -> datetime:
        text = super().clean(value)
        try:
            moment = parse_datetime(text)
        except ValueError:
            moment = None
        if moment is None or timezone.is_naive(moment):
            raise forms.ValidationError("not a moment")
        return moment


class SeenForm(forms.Form):
    until = MomentField(max_length=40)
