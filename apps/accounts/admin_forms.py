"""What administrators type about people."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminEmailInputWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from apps.accounts.models import Invitation
from apps.core.normalise import normalise
from apps.profiles.models import Unit, User
from apps.profiles.roles import ROLES


def _unit_field(label: Any, kind: str) -> Any:
    return forms.ModelChoiceField(
        Unit.objects.filter(kind=kind).order_by("name"),
        label=label,
        required=False,
        widget=UnfoldAdminSelectWidget,
    )


class _DescribedPerson(forms.ModelForm):
    job_title = forms.CharField(
        label=_("job"), max_length=150, required=False, widget=UnfoldAdminTextInputWidget
    )
    unit = _unit_field(_("unit"), Unit.Kind.DEPARTMENT)
    site = _unit_field(_("site"), Unit.Kind.SITE)
    # A list to choose from would hold everybody.
    manager = forms.EmailField(
        label=_("manager's e-mail"), required=False, widget=UnfoldAdminEmailInputWidget
    )
    language = forms.ChoiceField(
        label=_("language"),
        choices=[("", "—"), *settings.LANGUAGES],
        required=False,
        widget=UnfoldAdminSelectWidget,
    )

    class Meta:
        model = User
        fields = ("display_name", "email", "language", *sorted(ROLES))
        widgets: ClassVar = {
            "display_name": UnfoldAdminTextInputWidget,
            "email": UnfoldAdminEmailInputWidget,
            **dict.fromkeys(ROLES, UnfoldBooleanSwitchWidget),
        }

    def clean_display_name(self) -> str:
        name = " ".join(self.cleaned_data["display_name"].split())
        if not normalise(name):
            raise forms.ValidationError(_("A name has letters."))
        return name

    def clean_email(self) -> str:
        address: str = self.cleaned_data["email"]
        return address.lower()

    def clean_manager(self) -> User | None:
        address = self.cleaned_data["manager"].lower()
        if not address:
            return None
        manager: User | None = User.objects.active().filter(email=address).first()
        if manager is None:
            raise forms.ValidationError(_("Nobody has this address."))
        return manager


class AddPersonForm(_DescribedPerson):
    invite = forms.BooleanField(
        label=_("Mail them an invitation"),
        required=False,
        initial=True,
        widget=UnfoldBooleanSwitchWidget,
    )
    fieldsets = (
        (None, {"fields": ("display_name", "email", "language", "invite")}),
        (_("In the organisation"), {"fields": ("job_title", "unit", "site", "manager")}),
        (_("Roles"), {"fields": tuple(sorted(ROLES))}),
    )


class PersonForm(_DescribedPerson):
    fieldsets = (
        (None, {"fields": ("display_name", "email", "language")}),
        *AddPersonForm.fieldsets[1:],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        profile = self.instance.profile
        described = {
            "job_title": profile.job_title,
            "unit": profile.unit_id,
            "site": profile.site_id,
            "manager": profile.manager.email if profile.manager else "",
        }
        self.initial.update(described)


class InvitationForm(forms.ModelForm):
    class Meta:
        model = Invitation
        fields = ("email", "language")
        widgets: ClassVar = {
            "email": UnfoldAdminEmailInputWidget,
            "language": UnfoldAdminSelectWidget,
        }

    def clean_email(self) -> str:
        address: str = self.cleaned_data["email"].lower()
        person = User.objects.filter(email=address).first()
        if person and person.has_usable_password():
            raise forms.ValidationError(_("This person already has an account."))
        return address

    def validate_unique(self) -> None:
        """Inviting again renews the invitation."""
