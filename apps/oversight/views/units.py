"""The tree, for administrators."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.core.http import attempt, see_other
from apps.oversight.actions import join_units, place_unit
from apps.oversight.forms import UnitForm, UnitMergeForm, UnitNameForm, UnitPlaceForm
from apps.oversight.presenters.desk import tabs
from apps.oversight.presenters.units import confirm_merge, unit_page, units_page
from apps.oversight.tree import people_inside, units_with_people
from apps.oversight.views.doors import ask_first, for_administrators
from apps.profiles.actions import rename_unit
from apps.profiles.models import Unit
from apps.profiles.requests import SignedInRequest
from apps.profiles.units import add_unit


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def units(request: SignedInRequest) -> HttpResponse:
    """The whole tree; POST adds a unit."""
    form = UnitForm(request.POST if request.method == "POST" else None)
    if form.is_bound and (added := attempt(form, add_unit, actor=request.user)) is not None:
        return see_other(reverse("administration_unit", args=[added.slug]))
    page = units_page(*units_with_people())
    context = {"form": form, "page": page, "tabs": tabs("administration_units")}
    return render(request, "oversight/units.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def unit(request: SignedInRequest, slug: str) -> HttpResponse:
    """One unit; POST renames it."""
    found = get_object_or_404(Unit, slug=slug)
    if request.method != "POST":
        return _unit(request, found)
    form = UnitNameForm(request.POST)
    if form.is_valid():
        rename_unit(actor=request.user, unit=found, **form.cleaned_data)
        return _back(found)
    return _unit(request, found, name=form)


@require_POST
@for_administrators
def place(request: SignedInRequest, slug: str) -> HttpResponse:
    """Move a unit under another, or to the top."""
    found = get_object_or_404(Unit, slug=slug)
    form = UnitPlaceForm(request.POST, kind=found.kind)
    attempt(form, place_unit, actor=request.user, unit=found)
    if form.errors:
        return _unit(request, found, place=form)
    messages.success(request, _("Moved. Whoever reads by their unit is judged anew."))
    return _back(found)


@require_POST
@for_administrators
def merge(request: SignedInRequest, slug: str) -> HttpResponse:
    """Bring everybody of a unit into another; said before it is done."""
    found = get_object_or_404(Unit, slug=slug)
    form = UnitMergeForm(request.POST, kind=found.kind)
    if form.is_valid() and not form.cleaned_data["confirmed"]:
        into = form.cleaned_data["into"]
        return ask_first(request, confirm_merge(found, into, people_inside(found)))
    into = form.cleaned_data.pop("into", None) if form.is_valid() else None
    if into is None or not _merged(request, form, found, into):
        return _unit(request, found, merge=form)
    return _back(into)


def _merged(request: SignedInRequest, form: UnitMergeForm, unit: Unit, into: Unit) -> bool:
    form.cleaned_data.pop("confirmed", None)
    is_gone = attempt(form, join_units, actor=request.user, unit=unit, into=into)
    if is_gone is None:
        return False
    if is_gone:
        messages.success(request, _("Merged."))
    else:
        messages.info(request, _("Merged. The emptied unit stays: a space or a journal names it."))
    return True


def _unit(request: SignedInRequest, found: Unit, **refused: Any) -> HttpResponse:
    """The page of a unit, with the form that was refused in the place of its own."""
    context = {
        "page": unit_page(found, *units_with_people()),
        "name_form": refused.get("name") or UnitNameForm(initial={"name": found.name}),
        "place_form": refused.get("place")
        or UnitPlaceForm(
            kind=found.kind, initial={"parent": found.parent.slug if found.parent else ""}
        ),
        "merge_form": refused.get("merge") or UnitMergeForm(kind=found.kind),
        "tabs": tabs("administration_units"),
    }
    return render(request, "oversight/unit.html", context, status=422 if refused else 200)


def _back(unit: Unit) -> HttpResponse:
    return see_other(reverse("administration_unit", args=[unit.slug]))
