"""People and the way in, for administrators. Everything is done through the actions."""

from typing import Any, cast

from allauth.account.models import EmailAddress
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from apps.accounts.actions import (
    change_email,
    create_person,
    invite_person,
    withdraw_invitation,
)
from apps.accounts.admin_forms import AddPersonForm, InvitationForm, PersonForm
from apps.accounts.models import Invitation
from apps.accounts.telling import tell_of_new_address
from apps.core.administration import Managed, ReadOnly, administration
from apps.profiles.actions import (
    deactivate_person,
    reactivate_person,
    set_preferences,
    update_directory_entry,
)
from apps.profiles.models import User
from apps.profiles.roles import ROLES, set_roles


@admin.register(User, site=administration)
class PersonAdmin(Managed):
    """Whoever is listed can be described, given roles, let in and seen out. Nobody is deleted."""

    list_display = ("display_name", "email", "job", "unit", "is_active", *sorted(ROLES))
    list_filter = ("is_active", *sorted(ROLES))
    list_select_related = ("profile", "profile__unit")
    search_fields = ("display_name", "email")
    search_help_text = _("Name or e-mail")
    ordering = ("sort_name", "id")
    actions = ("deactivate", "reactivate", "invite")

    @admin.display(description=_("job"))
    def job(self, person: User) -> str:
        return person.profile.job_title

    @admin.display(description=_("unit"))
    def unit(self, person: User) -> str:
        return str(person.profile.unit or "")

    def get_form(
        self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        return PersonForm if change else AddPersonForm

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        form = PersonForm if obj else AddPersonForm
        return form.fieldsets

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if change:
            self._change(request, obj, form)
        else:
            obj.pk = create_person(actor=_actor(request), **form.cleaned_data).pk

    @staticmethod
    def _change(request: HttpRequest, person: User, form: Any) -> None:
        said = form.cleaned_data
        who: dict[str, Any] = {"actor": _actor(request), "person": person}
        changed = set(form.changed_data)
        if changed & {"display_name", "job_title", "unit", "site", "manager"}:
            entry = {name: said[name] for name in ("job_title", "unit", "site", "manager")}
            update_directory_entry(**who, display_name=said["display_name"], **entry)
        if "email" in changed:
            change_email(**who, email=said["email"])
            tell_of_new_address(request, person, form.initial["email"])
        if "language" in changed:
            set_preferences(person=person, language=said["language"])
        if roles := changed & ROLES:
            set_roles(**who, **{role: said[role] for role in roles})

    @admin.action(description=_("End their access (deactivate)"))
    def deactivate(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        others = list(queryset.exclude(pk=_actor(request).pk))
        for person in others:
            deactivate_person(actor=_actor(request), person=person)
        done = ngettext(
            "%(count)d person no longer has access.",
            "%(count)d people no longer have access.",
            len(others),
        )
        messages.success(request, done % {"count": len(others)})

    @admin.action(description=_("Give access back"))
    def reactivate(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for person in queryset:
            reactivate_person(actor=_actor(request), person=person)
        messages.success(request, gettext("Access is given back."))

    @admin.action(description=_("Mail them an invitation"))
    def invite(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        waiting = [p for p in queryset.filter(is_active=True) if not p.has_usable_password()]
        for person in waiting:
            invite_person(actor=_actor(request), email=person.email, language=person.language)
        done = ngettext(
            "%(count)d invitation is on its way.",
            "%(count)d invitations are on their way.",
            len(waiting),
        )
        messages.success(request, done % {"count": len(waiting)})


@admin.register(Invitation, site=administration)
class InvitationAdmin(Managed):
    """The link itself is shown to nobody: only the mailbox it goes to opens the account."""

    form = InvitationForm
    list_display = ("email", "invited_by", "created_at", "expires_at", "accepted_at", "open_now")
    list_select_related = ("invited_by",)
    search_fields = ("email",)

    @admin.display(description=_("still open"), boolean=True)
    def open_now(self, invitation: Invitation) -> bool:
        return invitation.is_open

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request)

    def save_model(self, request: HttpRequest, obj: Invitation, form: Any, change: bool) -> None:
        obj.pk = invite_person(actor=_actor(request), **form.cleaned_data).pk

    def delete_model(self, request: HttpRequest, obj: Invitation) -> None:
        withdraw_invitation(actor=_actor(request), invitation=obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Invitation]) -> None:
        for invitation in queryset:
            withdraw_invitation(actor=_actor(request), invitation=invitation)


@admin.register(EmailAddress, site=administration)
class EmailAddressAdmin(ReadOnly):
    """Which addresses are checked. They change on a person's page."""

    list_display = ("email", "user", "verified", "primary")
    ordering = ("email",)
    list_select_related = ("user",)
    list_filter = ("verified",)
    search_fields = ("email",)


def _actor(request: HttpRequest) -> User:
    return cast("User", request.user)
