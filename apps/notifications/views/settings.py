"""What one wants to be told, and how."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from apps.core.http import see_other
from apps.notifications.actions.preferences import (
    preferences_of,
    reset_preferences,
    set_preferences,
)
from apps.notifications.forms import PreferencesForm
from apps.notifications.kinds import kind_of
from apps.notifications.presenters.preferences import preferences_page
from apps.notifications.push.presenters import push_devices
from apps.profiles.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
def settings_notifications(request: SignedInRequest) -> HttpResponse:
    """DELETE goes back to the defaults."""
    if request.method == "DELETE":
        reset_preferences(person=request.user)
        messages.success(request, _("The defaults hold again."))
        return see_other(reverse("settings-notifications"))
    wanted = preferences_of(request.user)
    form = PreferencesForm(request.POST if request.method == "POST" else None, wanted=wanted)
    if form.is_valid():
        set_preferences(person=request.user, wanted=form.wanted)
        messages.success(request, _("Saved: this is how you will be told."))
        return see_other(reverse("settings-notifications"))
    context = {
        "page": preferences_page(wanted),
        "form": form,
        "push": push_devices(request.user),
    }
    return render(request, "notifications/settings.html", context)


@require_safe
def settings_preview(request: SignedInRequest, kind: str) -> HttpResponse:
    """The mail about a kind, in a frame that runs nothing and fetches nothing."""
    found = kind_of(kind)
    if found is None:
        raise Http404
    return render(request, "notifications/preview.html", {"kind": found})
