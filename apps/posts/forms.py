"""The shape of what is sent; whether it may be said is for the actions."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.posts.models import ReactionKind


class TolerantKey(forms.UUIDField):
    """An idempotency key; programs may leave it out, and a broken one counts as left out."""

    def clean(self, value: Any) -> UUID | None:
        try:
            return super().clean(value)
        except forms.ValidationError:
            return None


class PostForm(forms.Form):
    title = forms.CharField(label=_("Title (optional)"), required=False, strip=True)
    body = forms.CharField(label=_("Your text"), widget=forms.Textarea, required=False, strip=False)
    key = TolerantKey(required=False, widget=forms.HiddenInput)


class CommentForm(forms.Form):
    body = forms.CharField(
        label=_("Your answer"), widget=forms.Textarea, required=False, strip=False
    )
    key = TolerantKey(required=False, widget=forms.HiddenInput)


class ReactionForm(forms.Form):
    kind = forms.ChoiceField(
        choices=ReactionKind.choices,
        error_messages={"invalid_choice": _("Choose one of the reactions.")},
    )
