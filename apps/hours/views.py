"""One's own hours, and the organisation's policy."""

from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.core.http import attempt, see_other
from apps.hours.actions import add_absence, end_absence, pause_until, resume, set_working_hours
from apps.hours.forms import AbsenceForm, HoursForm, PauseForm
from apps.hours.lookup import schedule_of
from apps.hours.models import Absence, Pause
from apps.hours.pauses import end_of, morning_of
from apps.hours.presenters import (
    hours_form_initial,
    hours_page,
    organisation_zone,
    quiet_hours_page,
)
from apps.hours.wording import moment
from apps.profiles.models import User


@require_http_methods(["GET", "HEAD", "POST"])
def settings_hours(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    person = _me(request)
    form = HoursForm(request.POST, organisation_zone=organisation_zone())
    if attempt(form, set_working_hours, actor=person, person=person):
        messages.success(request, _("Your hours are saved."))
        return see_other(reverse("settings-hours"))
    return _page(request, hours_form=form)


@require_POST
def settings_hours_absences(request: HttpRequest) -> HttpResponse:
    person = _me(request)
    form = AbsenceForm(request.POST)
    if attempt(form, add_absence, actor=person, person=person):
        messages.success(request, _("Noted: on these days nothing will reach you."))
        return see_other(reverse("settings-hours"))
    return _page(request, absence_form=form)


@require_http_methods(["DELETE"])
def settings_hours_absence(request: HttpRequest, pk: int) -> HttpResponse:
    absence = get_object_or_404(Absence.objects.visible_to(request.user), pk=pk)
    end_absence(actor=_me(request), absence=absence)
    messages.success(request, _("This absence is removed."))
    return see_other(reverse("settings-hours"))


@require_http_methods(["POST", "DELETE"])
def settings_hours_pause(request: HttpRequest) -> HttpResponse:
    person = _me(request)
    if request.method == "DELETE":
        resume(actor=person, person=person)
        messages.success(request, _("The pause is over."))
        return see_other(reverse("settings-hours"))
    form = PauseForm(request.POST)
    if pause := _attempt_pause(form, person):
        until = moment(pause.until, schedule_of(person).zone)
        messages.success(request, _("Quiet until %(moment)s.") % {"moment": until})
        return see_other(reverse("settings-hours"))
    return _page(request, pause_form=form)


@require_safe
def quiet_hours(request: HttpRequest) -> HttpResponse:
    page = {"policy": quiet_hours_page(_me(request), timezone.now())}
    return render(request, "hours/quiet_hours.html", page)


def _page(request: HttpRequest, **refused: Any) -> HttpResponse:
    """The settings page; `refused` is the form that was sent and not accepted, if any."""
    person = _me(request)
    forms = {
        "hours_form": HoursForm(
            initial=hours_form_initial(person), organisation_zone=organisation_zone()
        ),
        "absence_form": AbsenceForm(),
        "pause_form": PauseForm(),
        **refused,
    }
    page = {"hours": hours_page(person, timezone.now()), **forms}
    return render(request, "hours/settings.html", page, status=422 if refused else 200)


def _attempt_pause(form: PauseForm, person: User) -> Pause | None:
    schedule = schedule_of(person)

    def pause(*, length: str, until: date | None) -> Pause:
        if length or until is None:
            ends = end_of(length, schedule, timezone.now())
        else:
            ends = morning_of(until, schedule)
        return pause_until(actor=person, person=person, until=ends)

    return attempt(form, pause)


def _me(request: HttpRequest) -> User:
    return cast("User", request.user)
