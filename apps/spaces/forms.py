"""What is asked of spaces, and what is typed about them."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, Self, TypeVar

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from apps.core.errors import InvalidInput
from apps.core.html import clean_text
from apps.core.keys import TolerantKey
from apps.profiles.models import User
from apps.spaces.grants import CHOICES
from apps.spaces.models import Membership, Space
from apps.spaces.naming import colleagues_named

MAX_QUERY_LENGTH = 200
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SpacesQuestion:
    """`show` is all, mine or archived; `purpose` and `kind` are empty or one of the choices."""

    text: str = ""
    show: str = "all"
    purpose: str = ""
    kind: str = ""
    cursor: str = ""

    @classmethod
    def read(cls, asked: QueryDict) -> Self:
        """Whatever is not one of the choices is passed over: an address is typed by anyone."""
        return cls(
            text=_words(asked.get("q", "")),
            show=_one_of(asked.get("show", ""), ["all", "mine", "archived"]) or "all",
            purpose=_one_of(asked.get("purpose", ""), Space.Purpose.values),
            kind=_one_of(asked.get("kind", ""), Space.Kind.values),
            cursor=asked.get("after", ""),
        )

    @property
    def is_narrowed(self) -> bool:
        return bool(self.text or self.purpose or self.kind or self.show != "all")

    def address(self, *, after: str = "", **changed: str) -> str:
        """The page that answers this question, with some answers changed."""
        own = {field.name: getattr(self, field.name) for field in fields(self)} | changed
        asked = {
            "q": own["text"],
            "show": own["show"] if own["show"] != "all" else "",
            "purpose": own["purpose"],
            "kind": own["kind"],
            "after": after,
        }
        return f"{reverse('spaces')}?" + urlencode(
            {name: value for name, value in asked.items() if value}
        )


@dataclass(frozen=True, slots=True)
class MembersQuestion:
    """`text` searches the members, `adding` the colleagues to add."""

    text: str = ""
    adding: str = ""
    cursor: str = ""

    @classmethod
    def read(cls, asked: QueryDict) -> Self:
        return cls(
            text=_words(asked.get("q", "")),
            adding=_words(asked.get("add", "")),
            cursor=asked.get("after", ""),
        )

    def address(self, after: str = "") -> str:
        asked = {"q": self.text, "after": after}
        return "?" + urlencode({name: value for name, value in asked.items() if value})


class AttemptForm(forms.Form):
    """A form whose content an action may still refuse, field by field."""

    def attempt(self, action: Callable[..., T], **known: Any) -> T | None:
        """Call `action` with what was typed; its `InvalidInput` becomes the field's message."""
        try:
            return action(**known, **self.cleaned_data)
        except InvalidInput as refusal:
            self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)
            return None


class DescriptionForm(AttemptForm):
    """What is said of a space."""

    name = forms.CharField(label=_("Name"), max_length=120)
    description = forms.CharField(
        label=_("What it is for"),
        help_text=_("Two or three sentences. Whoever may know the name reads them."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    purpose = forms.ChoiceField(
        label=_("Purpose"), choices=Space.Purpose.choices, initial=Space.Purpose.PRACTICE
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    charter_note = forms.CharField(
        label=_("Charter note"),
        help_text=_("How people speak to each other here, in plain words. Members read it."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class KindForm(AttemptForm):
    kind = forms.ChoiceField(label=_("Who reads"), choices=Space.Kind.choices)


class KindChangeForm(KindForm):
    """`is_sure`: what will happen was read. Opening to everyone asks for it."""

    is_sure = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        is_sure = cleaned.pop("is_sure", False)
        if cleaned.get("kind") == Space.Kind.OPEN and not is_sure:
            self.add_error("kind", _("Read first who will see what, then confirm."))
        return cleaned


class NewSpaceForm(DescriptionForm, KindForm):
    """Everything a new space needs; `key` makes a second submission answer with the first space.

    `animators` and `members` become lists of people.
    """

    animators = forms.CharField(
        label=_("Who animates it with you"),
        help_text=_(
            "Names, e-mails or @usernames, one a line. They animate from the start; you can name "
            "others later."
        ),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    members = forms.CharField(
        label=_("First members"),
        help_text=_("The same way. In a confidential space they are invited, and decide."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    key = TolerantKey(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user = user

    @classmethod
    def blank(cls, user: Any, language: str) -> Self:
        initial = {"kind": Space.Kind.OPEN, "language": language[:2], "key": uuid.uuid4()}
        return cls(initial=initial, user=user)

    def clean_animators(self) -> list[User]:
        return colleagues_named(self._user, self.cleaned_data["animators"])

    def clean_members(self) -> list[User]:
        return colleagues_named(self._user, self.cleaned_data["members"])


class GridForm(AttemptForm):
    """The least role that each permission asks for; what is not sent stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = dict(Membership.Role.choices)
        for codename, roles in CHOICES.items():
            self.fields[codename] = forms.ChoiceField(
                choices=[(role, labels[role]) for role in roles],
                required=False,
                error_messages={"invalid_choice": _("This cannot be chosen here.")},
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        return {name: role for name, role in cleaned.items() if role}


class RoleForm(AttemptForm):
    role = forms.ChoiceField(label=_("Role"), choices=Membership.Role.choices, required=False)

    def clean_role(self) -> str:
        return self.cleaned_data["role"] or Membership.Role.MEMBER


def _words(typed: str) -> str:
    return clean_text(typed)[:MAX_QUERY_LENGTH]


def _one_of(value: str, choices: list[str]) -> str:
    return value if value in choices else ""
