"""What is typed about exceptional access, and by administrators."""

import uuid
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _, ngettext_lazy

from apps.core.html import clean_text
from apps.core.keys import TolerantKey
from apps.hours.forms import HoursForm
from apps.oversight.models import Access
from apps.profiles.directory import read_tree
from apps.profiles.models import Unit
from apps.profiles.roles import ROLES

MAX_QUERY_LENGTH = 200

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
    key = TolerantKey(required=False, widget=forms.HiddenInput)

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


@dataclass(frozen=True, slots=True)
class PeopleQuestion:
    """`show` is one of `SHOWS`; `cursor` continues the list."""

    SHOWS: ClassVar = [
        ("here", _("People who are here")),
        ("waiting", _("Have not come in yet")),
        ("gone", _("Access ended")),
        ("is_staff", _("Administrators")),
        ("is_leader", _("Leaders")),
        ("is_communicator", _("Communicators")),
        ("is_analyst", _("Analysts")),
    ]

    text: str = ""
    show: str = "here"
    cursor: str = ""

    @classmethod
    def read(cls, asked: QueryDict) -> Self:
        show = asked.get("show", "")
        return cls(
            text=clean_text(asked.get("q", ""))[:MAX_QUERY_LENGTH],
            show=show if show in dict(cls.SHOWS) else "here",
            cursor=asked.get("after", ""),
        )

    def address(self, after: str = "") -> str:
        asked = {"q": self.text, "show": self.show, "after": after}
        return f"{reverse('administration_people')}?" + urlencode(
            {name: value for name, value in asked.items() if value}
        )


class InviteForm(forms.Form):
    """`cleaned_data` is what `invite_person` takes."""

    email = forms.EmailField(label=_("E-mail"))
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)


class RolesForm(forms.Form):
    """The flags as ticked, and whether the page before was read."""

    is_leader = forms.BooleanField(required=False)
    is_communicator = forms.BooleanField(required=False)
    is_analyst = forms.BooleanField(required=False)
    is_staff = forms.BooleanField(required=False)
    confirmed = forms.CharField(required=False)

    @property
    def wanted(self) -> dict[str, bool]:
        return {name: bool(self.cleaned_data[name]) for name in sorted(ROLES)}


class MailboxForm(forms.Form):
    email = forms.EmailField(
        label=_("New e-mail"),
        help_text=_(
            "They are told at the one they have now. Whoever reads the new one can sign in."
        ),
    )


class UnitForm(forms.Form):
    """`cleaned_data` is what `add_unit` takes."""

    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=Unit.Kind.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"] = _unit_field(_("Under"), _("At the top"))


class UnitNameForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)


class UnitPlaceForm(forms.Form):
    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"] = _unit_field(_("Under"), _("At the top"), kind)


class UnitMergeForm(forms.Form):
    confirmed = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"] = _unit_field(_("Merge into"), _("Choose a unit"), kind)
        self.fields["into"].required = True


class OrganisationHoursForm(HoursForm):
    """The hours of who has not chosen others: `cleaned_data` is what the action takes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, organisation_zone=settings.TIME_ZONE, **kwargs)
        del self.fields["whose"]
        choices = self.fields["time_zone"].choices  # type: ignore[attr-defined]
        mine = _("That of this server: %(zone)s") % {"zone": settings.TIME_ZONE}
        self.fields["time_zone"].choices = [("", mine), *list(choices)[1:]]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = forms.Form.clean(self) or {}
        week = tuple(self._day(cleaned, day) for day in range(7))
        return {"time_zone": cleaned.get("time_zone", ""), "week": week}


def _unit_field(label: Any, empty: Any, kind: str = "") -> forms.ChoiceField:
    """Units in the order of the tree, indented; chosen by their address."""
    tree = read_tree()
    kinds = [kind] if kind else Unit.Kind.values
    options = [(unit.slug, unit.label) for each in kinds for unit in tree.options(each, "")]
    choices = [("", empty), *options]
    return forms.TypedChoiceField(
        label=label,
        choices=choices,
        required=False,
        empty_value=None,
        coerce=lambda slug: next(unit for unit in tree.units if unit.slug == slug),
    )
