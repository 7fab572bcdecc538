"""The shape of what is sent; whether it may be said is for the actions."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
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


class MomentField(forms.CharField):
    """A time as the composer offers it (ISO 8601), or as one types it on one's own clock."""

    zone: ZoneInfo | None = None

    def clean(self, value: Any) -> datetime | None:
        typed = super().clean(value)
        if not typed:
            return None
        try:
            moment = parse_datetime(typed[:40])
            if moment is None:
                raise ValueError(typed)
            if moment.tzinfo is None:
                moment = moment.replace(tzinfo=self.zone or timezone.get_default_timezone())
            # Python knows moments and offsets that Postgres refuses.
            return moment.astimezone(UTC)
        except (ValueError, OverflowError):
            raise ValidationError(_("This is not a day and time.")) from None


class NewPostForm(PostForm):
    """`keeps`: among one's drafts, without a time."""

    is_announcement = forms.BooleanField(required=False)
    publish_at = MomentField(required=False)
    keeps = forms.BooleanField(required=False)


class DraftForm(PostForm):
    """`publishes`: now. Times are on the clock of `zone`."""

    is_announcement = forms.BooleanField(required=False)
    publish_at = MomentField(required=False)
    publishes = forms.BooleanField(required=False)

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["publish_at"].zone = zone  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        moment = cleaned.get("publish_at")
        if moment and moment <= timezone.now() and not cleaned.get("publishes"):
            self.add_error("publish_at", _("This time has passed. Choose a later one."))
        return cleaned


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
