"""The organisation's tree, for administrators."""

from typing import Any, cast

from django.contrib import admin
from django.http import HttpRequest

from apps.core.administration import Managed, administration
from apps.profiles.actions import rename_unit
from apps.profiles.models import Unit, User
from apps.profiles.units import add_unit


@admin.register(Unit, site=administration)
class UnitAdmin(Managed):
    """Added and renamed; a unit's place decides who is in its group, and stays."""

    list_display = ("name", "kind", "parent")
    list_select_related = ("parent",)
    list_filter = ("kind",)
    search_fields = ("name",)
    fields = ("name", "kind", "parent")
    ordering = ("path",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("kind", "parent") if obj else ()

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        if "parent" in form.base_fields:
            form.base_fields["parent"].required = False
        return form

    def save_model(self, request: HttpRequest, obj: Unit, form: Any, change: bool) -> None:
        if change:
            rename_unit(actor=cast("User", request.user), unit=obj, name=form.cleaned_data["name"])
        else:
            obj.pk = add_unit(actor=cast("User", request.user), **form.cleaned_data).pk
