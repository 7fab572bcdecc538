"""What is typed on the ways into a space, and out of it."""

import re
import uuid
from typing import Self

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from apps.core.keys import TolerantKey
from apps.spaces.forms import AttemptForm

LINE_LENGTH = 100
ADDRESS = re.compile(r"[^\s,;<>()\"']+@[^\s,;<>()\"']+")


class RequestForm(AttemptForm):
    """`key` makes a second submission answer with the first request."""

    message = forms.CharField(
        label=_("A word to the animators"),
        help_text=_("Who you are for this space, or what brings you: one sentence is enough."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    key = TolerantKey(required=False, widget=forms.HiddenInput)

    @classmethod
    def blank(cls) -> Self:
        return cls(initial={"key": uuid.uuid4()})


class YesOrNoForm(AttemptForm):
    """`answer` is accept or decline."""

    answer = forms.ChoiceField(
        choices=[("accept", _("Accept")), ("decline", _("Decline"))],
        error_messages={
            "required": _("Choose one of the two buttons."),
            "invalid_choice": _("Choose one of the two buttons."),
        },
    )

    @property
    def is_accepted(self) -> bool:
        return bool(self.cleaned_data["answer"] == "accept")


class AnswerForm(YesOrNoForm):
    word = forms.CharField(label=_("A word with your answer"), max_length=500, required=False)


class WordForm(AttemptForm):
    word = forms.CharField(label=_("A word with the invitation"), max_length=500, required=False)


class AddressesForm(WordForm):
    """`addresses` become a list, whatever stands between them; a line without one stands in it as
    it was typed, so that the report says of it too what it came to."""

    addresses = forms.CharField(
        label=_("E-mail addresses"),
        help_text=_("As you have them: one a line, or separated by commas, with or without names."),
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    field_order = ("addresses", "word")

    def clean_addresses(self) -> list[str]:
        text = self.cleaned_data["addresses"]
        if not ADDRESS.search(text):
            raise forms.ValidationError(_("There is no e-mail address in this text."))
        return [piece for line in text.splitlines() for piece in _addresses_of(line)]


def _addresses_of(line: str) -> list[str]:
    found = [match.strip(".").lower() for match in ADDRESS.findall(line)]
    return found or [line.strip()[:LINE_LENGTH]] * bool(line.strip())


class ExclusionForm(AttemptForm):
    """`days` is zero for an exclusion without an end, which one has to choose."""

    reason = forms.CharField(
        label=_("The reason, as the person will read it"),
        help_text=_(
            "What happened, and what you expect. Only they and those who run the space read it."
        ),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    days = forms.TypedChoiceField(
        label=_("For how long"),
        coerce=int,
        initial="7",
        choices=[
            ("1", _("One day")),
            ("7", _("One week")),
            ("30", _("One month")),
            ("90", _("Three months")),
            ("0", _("Until somebody ends it")),
        ],
    )


class AppealForm(AttemptForm):
    text = forms.CharField(
        label=_("What you want to say to the owners of the space"),
        help_text=_("You can appeal once. Say what you see differently, or what you propose."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class AppealAnswerForm(AttemptForm):
    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=[
            ("keep", pgettext_lazy("an exclusion", "It stays")),
            ("lift", pgettext_lazy("an exclusion", "It ends now")),
        ],
    )
    word = forms.CharField(
        label=_("Why, as the person will read it"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
