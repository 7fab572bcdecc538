"""What the pages about notifications send."""

from collections.abc import Mapping
from typing import Any

from django import forms

from apps.notifications.models import ConversationSetting, SpaceSetting

LARGEST_ID = 2**63 - 1


class ReadForm(forms.Form):
    """`notification` is one of a conversation and day; without it, everything of the tab."""

    notification = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)
    show = forms.CharField(required=False, max_length=3)


class StateForm(forms.Form):
    state = forms.ChoiceField(choices=ConversationSetting.State.choices)


class LevelForm(forms.Form):
    level = forms.ChoiceField(choices=SpaceSetting.Level.choices)


class PreferencesForm(forms.Form):
    """One box for each kind and channel, named "mentioned.mail"."""

    def __init__(self, *args: Any, wanted: Mapping[tuple[str, str], bool], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for (kind, channel), is_wanted in wanted.items():
            self.fields[f"{kind}.{channel}"] = forms.BooleanField(required=False, initial=is_wanted)

    @property
    def wanted(self) -> dict[tuple[str, str], bool]:
        """What was sent; a box that is not ticked is not wanted."""
        split = {name: tuple(name.rsplit(".", 1)) for name in self.fields}
        return {(kind, channel): self.cleaned_data[name] for name, (kind, channel) in split.items()}
