"""Browsers that may be woken, what they ask when they are, and what installs the product."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _, override
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts.templatetags.accounts import device
from apps.core.http import attempt, see_other
from apps.notifications.actions.preferences import preferences_of
from apps.notifications.forms import PreferencesForm
from apps.notifications.models import Notification, PushSubscription
from apps.notifications.presenters.preferences import preferences_page
from apps.notifications.push.actions import (
    is_removed,
    remove_device,
    subscribe_device,
    unsubscribe_device,
)
from apps.notifications.push.forms import DeviceForm, EndpointForm
from apps.notifications.push.payloads import shown
from apps.notifications.push.presenters import manifest, push_devices
from apps.notifications.push.sessions import session_digest_of
from apps.profiles.requests import SignedInRequest

LANGUAGES = [code for code, _name in settings.LANGUAGES]


@require_http_methods(["POST", "DELETE"])
def settings_push(request: SignedInRequest) -> HttpResponse:
    """This browser may be woken, or no longer. A browser that speaks by itself is told 410 when it
    was taken off the list meanwhile.
    """
    if request.method == "DELETE":
        return _let_go(request)
    form = DeviceForm(request.POST)
    if form.is_valid() and form.cleaned_data.pop("again"):
        if is_removed(person=request.user, endpoint=form.cleaned_data["endpoint"]):
            return HttpResponse(status=410)
        return HttpResponse(status=204 if _subscribe(request, form) else 422)
    if _subscribe(request, form):
        messages.success(request, _("From now on, this device tells you, within your hours."))
        return see_other(reverse("settings-notifications"))
    for sentences in form.errors.get_json_data().values():
        messages.error(request, sentences[0]["message"])
    return _settings_page(request, status=422)


@require_http_methods(["DELETE"])
def settings_push_device(request: SignedInRequest, pk: int) -> HttpResponse:
    """Another of one's browsers is taken off the list."""
    found = get_object_or_404(PushSubscription.objects.visible_to(request.user), pk=pk)
    remove_device(person=request.user, subscription=found)
    messages.success(request, _("This device tells you nothing any more."))
    return see_other(reverse("settings-notifications"))


@require_safe
def notification_push(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The words of a push, for its own person, as long as they may read them and have not."""
    mine = Notification.objects.visible_to(request.user).unread()
    rows = list(mine.filter(deliveries__envelope=pk).with_words())
    if not rows:
        raise Http404
    return JsonResponse(shown(pk, rows))


@login_not_required
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """At the root, or it could not speak for every page. The same for everybody."""
    script = render_to_string("push/service_worker.js", {"languages": LANGUAGES})
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = "/"
    patch_cache_control(response, no_cache=True, public=True)
    return response


@login_not_required
@require_safe
def webmanifest(request: HttpRequest) -> HttpResponse:
    response = JsonResponse(manifest(), content_type="application/manifest+json")
    patch_cache_control(response, public=True, max_age=3600)
    return response


@login_not_required
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Kept by browsers for when there is no network: it knows nobody, and nothing of the inside."""
    asked = request.GET.get("lang", "")
    language = asked if asked in LANGUAGES else settings.LANGUAGE_CODE
    with override(language):
        # Without the context processors, which know who asks.
        response = render(None, "push/offline.html", {"LANGUAGE_CODE": language})
    patch_cache_control(response, public=True, max_age=3600)
    return response


def _subscribe(request: SignedInRequest, form: DeviceForm) -> PushSubscription | None:
    def subscribe(endpoint: str, p256dh: str, auth: str, again: bool = False) -> PushSubscription:
        return subscribe_device(
            person=request.user,
            endpoint=endpoint,
            p256dh=p256dh,
            auth=auth,
            session_digest=session_digest_of(request),
            label=device(request.headers.get("User-Agent", "")),
        )

    return attempt(form, subscribe)


def _settings_page(request: SignedInRequest, *, status: int) -> HttpResponse:
    wanted = preferences_of(request.user)
    context = {
        "page": preferences_page(wanted),
        "form": PreferencesForm(None, wanted=wanted),
        "push": push_devices(request.user),
    }
    return render(request, "notifications/settings.html", context, status=status)


def _let_go(request: SignedInRequest) -> HttpResponse:
    form = EndpointForm(request.POST)
    if form.is_valid():
        unsubscribe_device(person=request.user, endpoint=form.cleaned_data["endpoint"])
        messages.success(request, _("This device tells you nothing any more."))
    return see_other(reverse("settings-notifications"))
