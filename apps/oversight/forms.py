"""What is typed about exceptional access."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _, ngettext_lazy

from apps.oversight.models import Access

HOURS = [(hours, ngettext_lazy("%d hour", "%d hours", hours) % hours) for hours in (1, 2, 4)]


class AskForm(forms.Form):
    """`cleaned_data` is what `ask_access` takes."""

    address = forms.CharField(
        label=_("Address of the space"),
        help_text=_(
            "As it stands in the address bar of its members. The answer to this form is the same "
            "whether or not a space is there."
        ),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    reason = forms.ChoiceField(
        label=_("Reason"), choices=[("", _("Choose a reason")), *Access.Reason.choices]
    )
    text = forms.CharField(
        label=_("What happened, and what you are looking for"),
        help_text=_("Whoever answers reads it. Name a file number, not what is confidential."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    hours = forms.TypedChoiceField(
        label=_("For how long"), choices=HOURS, coerce=int, initial=1, widget=forms.RadioSelect
    )
    tell_on = forms.DateField(
        label=_("Tell the members later, on"),
        help_text=_(
            "Only where the law requires secrecy. Within twelve months; once approved, nobody can "
            "move this day later or remove it."
        ),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    @classmethod
    def blank(cls) -> "AskForm":
        return cls(initial={"key": uuid.uuid4()})


class AnswerForm(forms.Form):
    """Which button was pressed, and the word that goes with it."""

    answer = forms.ChoiceField(choices=[("approve", ""), ("decline", "")])
    word = forms.CharField(
        label=_("A word to who asks"),
        help_text=_("Needed to decline."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    is_approved = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.is_approved = cleaned.pop("answer", "") == "approve"
        return cleaned
