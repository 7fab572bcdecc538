"""The shape of what is sent; whether it may be said is for the actions."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from apps.core.keys import TolerantKey
from apps.posts.actions import Words
from apps.posts.models import ReactionKind


class FilesField(forms.Field):
    """Ids of files in their order; None where the form says nothing of files.

    What is no id is one that nobody has: it is refused as one that is not there.
    """

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> list[UUID] | None:
        return files_in(value) if value else None


class AltsInput(forms.Widget):
    """What the fields `alt-<id>` of a form say."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:
        return {key[4:]: value for key, value in data.items() if key.startswith("alt-")}


class AltsField(forms.Field):
    """What pictures show, by the id of their file."""

    widget = AltsInput

    def clean(self, value: dict[str, str]) -> dict[UUID, str]:
        return {uuid: text for key, text in value.items() if (uuid := _uuid(key)) != NO_FILE}


NO_FILE = UUID(int=0)


def files_in(texts: Iterable[str]) -> list[UUID]:
    """The ids in these texts, several of them separated by commas; an empty text is none."""
    return [_uuid(part) for text in texts for part in text.split(",")[:100] if part.strip()]


def _uuid(text: str) -> UUID:
    try:
        return UUID(text.strip())
    except ValueError:
        return NO_FILE


class AttachingForm(forms.Form):
    """A form whose words files may stand with. `problems`: what was wrong with those just sent.

    `sent_files` and `sent_alts` hold what came, even when it is refused.
    """

    files = FilesField(required=False)  # type: ignore[assignment]
    alts = AltsField(required=False)

    def __init__(self, *args: Any, problems: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._problems = list(problems)
        self.sent_files: list[UUID] = []
        self.sent_alts: dict[UUID, str] = {}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.sent_files = cleaned.get("files") or []
        self.sent_alts = cleaned.get("alts") or {}
        for problem in self._problems:
            self.add_error("files", problem)
        return cleaned


class UploadForm(forms.Form):
    """One file; `key` makes sending it twice keep it once."""

    upload = forms.FileField(allow_empty_file=True, max_length=10_000)
    key = TolerantKey(required=False)
    alt = forms.CharField(required=False)

    def __init__(self, *args: Any, problems: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._problems = list(problems)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self._problems:
            self.errors["upload"] = self.error_class(self._problems)
        return cleaned


class PostForm(AttachingForm):
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
    """`keeps`: among one's drafts, without a time. `written_for`: the kind of space one was told
    of; programs may leave it out.
    """

    is_announcement = forms.BooleanField(required=False)
    publish_at = MomentField(required=False)
    keeps = forms.BooleanField(required=False)
    written_for = forms.CharField(required=False, max_length=20)


class DraftForm(PostForm):
    """`publishes`: now. Times are on the clock of `zone`. `written_for` as in `NewPostForm`."""

    is_announcement = forms.BooleanField(required=False)
    publish_at = MomentField(required=False)
    publishes = forms.BooleanField(required=False)
    written_for = forms.CharField(required=False, max_length=20)

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["publish_at"].zone = zone  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        moment = cleaned.get("publish_at")
        if moment and moment <= timezone.now() and not cleaned.get("publishes"):
            self.add_error("publish_at", _("This time has passed. Choose a later one."))
        return cleaned


class CommentForm(AttachingForm):
    body = forms.CharField(
        label=_("Your answer"), widget=forms.Textarea, required=False, strip=False
    )
    key = TolerantKey(required=False, widget=forms.HiddenInput)
    is_kept = forms.BooleanField(required=False)


class GuestForm(forms.Form):
    """A word for whom a post is given to; who it is stands beside it."""

    word = forms.CharField(
        label=_("A word for this person (optional)"), required=False, max_length=500, strip=True
    )


class DepartureForm(forms.Form):
    """`is_sure`: asked for what cannot be undone."""

    words = forms.ChoiceField(choices=Words.choices)
    is_sure = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("words", Words.KEEP) != Words.KEEP and not cleaned.get("is_sure"):
            self.add_error("is_sure", _("Say that you know: this cannot be undone."))
        return cleaned


class ReactionForm(forms.Form):
    kind = forms.ChoiceField(
        choices=ReactionKind.choices,
        error_messages={"invalid_choice": _("Choose one of the reactions.")},
    )
