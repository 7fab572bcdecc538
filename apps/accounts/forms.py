"""What is asked of somebody on the way in, and what they may set for themselves."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _, ngettext

from apps.core.html import clean_text
from apps.profiles.models import Profile, User


class AskToJoinForm(forms.Form):
    email = forms.EmailField(
        label=_("Your work e-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class AcceptInvitationForm(forms.Form):
    """`person` is whom the organisation already described; their name is not asked again."""

    display_name = forms.CharField(
        label=_("Your name"),
        help_text=_("First name and last name, as your colleagues know them."),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("A password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, person: User | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        self.person = person
        self.fields["password"].help_text = " ".join(
            password_validation.password_validators_help_texts()[:2]
        )
        if person:
            del self.fields["display_name"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        name = self.person.display_name if self.person else cleaned.get("display_name", "")
        if password := cleaned.get("password"):
            try:
                password_validation.validate_password(
                    password, User(email=self.email, display_name=name)
                )
            except forms.ValidationError as problem:
                self.add_error("password", problem)
        return cleaned


class LanguageForm(forms.Form):
    language = forms.ChoiceField(choices=settings.LANGUAGES)


class ThemeForm(forms.Form):
    theme = forms.ChoiceField(choices=User.Theme.choices)


class WordsField(forms.CharField):
    """A list typed with commas: `"anglais, portugais"` ⇄ `["anglais", "portugais"]`."""

    def __init__(self, *, at_most: int, word_length: int, **kwargs: Any) -> None:
        super().__init__(max_length=at_most * (word_length + 2), required=False, **kwargs)
        self.at_most = at_most
        self.word_length = word_length

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        text = super().clean(value).replace(";", ",").replace("\n", ",")
        cleaned = (" ".join(clean_text(word).split()) for word in text.split(","))
        words = list(dict.fromkeys(word for word in cleaned if word))
        if len(words) > self.at_most:
            raise forms.ValidationError(
                ngettext(
                    "At most %(count)d, please: keep what matters.",
                    "At most %(count)d, please: keep what matters.",
                    self.at_most,
                )
                % {"count": self.at_most}
            )
        if too_long := next((word for word in words if len(word) > self.word_length), None):
            raise forms.ValidationError(
                _("“%(words)s…” is too long: separate with commas."),
                params={"words": too_long[:30]},
            )
        return words


class ProfileForm(forms.ModelForm):
    """What a person says of themselves: the fields of `profiles.actions.PROFILE_FIELDS`."""

    languages = WordsField(
        label=_("Languages you speak"),
        help_text=_("Separated by commas."),
        at_most=12,
        word_length=40,
    )
    skills = WordsField(
        label=_("Ask me about"),
        help_text=_("What colleagues may ask you, separated by commas."),
        at_most=20,
        word_length=60,
    )

    class Meta:
        model = Profile
        fields = (
            "about",
            "skills",
            "languages",
            "location",
            "phone",
            "pronouns",
            "pronunciation",
        )
        widgets = {"about": forms.Textarea(attrs={"rows": 4})}  # noqa: RUF012
        help_texts = {  # noqa: RUF012
            "about": _("What you do, what you like, how to reach you best."),
            "location": _("Where colleagues find you: building, floor, days on site."),
            "pronouns": _("If you like to say how one speaks of you."),
            "pronunciation": _("How your name is said, written as it sounds."),
        }


class FaceForm(forms.Form):
    face = forms.FileField(
        label=_("Your picture"),
        help_text=_("JPEG, PNG, WebP or GIF, 8 MB at most. Its middle is shown, as a square."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
        error_messages={
            "required": _("Choose a picture first."),
            "empty": _("This file is empty."),
        },
    )
