"""What a person sets for themselves."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _, override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.actions import end_session
from apps.accounts.forms import FaceForm, LanguageForm, ProfileForm, ThemeForm
from apps.accounts.kept import is_our_page, page_of
from apps.accounts.preferences import remember_language, remember_theme
from apps.accounts.presenters import my_page, preferences_page
from apps.core.http import attempt, see_other
from apps.profiles.actions import edit_profile, set_preferences
from apps.profiles.faces import remove_face, set_face
from apps.profiles.models import Profile, User


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """One's own page: what colleagues read there."""
    person = _me(request)
    form = ProfileForm(request.POST or None, instance=person.profile)
    saved = attempt(form, edit_profile, actor=person, person=person) if form.is_bound else None
    if saved:
        messages.success(request, _("Your page is up to date."))
        return see_other(reverse("settings"))
    page = {"form": form, "face_form": FaceForm(), "me": my_page(person)}
    return render(request, "accounts/settings.html", page, status=422 if form.errors else 200)


@require_http_methods(["POST", "DELETE"])
def settings_face(request: HttpRequest) -> HttpResponse:
    person = _me(request)
    if request.method == "DELETE":
        remove_face(actor=person, person=person)
        return see_other(reverse("settings"))
    face_form = FaceForm(request.POST, request.FILES)
    if _attempt_face(face_form, person):
        messages.success(request, _("Your picture is in place."))
        return see_other(reverse("settings"))
    form = ProfileForm(instance=person.profile)
    page = {"form": form, "face_form": face_form, "me": my_page(person)}
    return render(request, "accounts/settings.html", page, status=422)


@require_safe
def settings_preferences(request: HttpRequest) -> HttpResponse:
    page = {"preferences": preferences_page(_me(request))}
    return render(request, "accounts/preferences.html", page)


@login_not_required
@require_POST
def settings_language(request: HttpRequest) -> HttpResponse:
    """Speak another language, from the next page on; also before signing in."""
    form = LanguageForm(request.POST)
    if not form.is_valid():
        return _unknown_choice(request)
    language = form.cleaned_data["language"]
    response = see_other(_next(request))
    remember_language(response, language)
    if request.user.is_authenticated:
        set_preferences(person=_me(request), language=language)
        with override(language):
            messages.success(request, _("From now on, in English."))
    return response


@login_not_required
@require_POST
def settings_theme(request: HttpRequest) -> HttpResponse:
    form = ThemeForm(request.POST)
    if not form.is_valid():
        return _unknown_choice(request)
    response = see_other(_next(request))
    remember_theme(response, form.cleaned_data["theme"])
    if request.user.is_authenticated:
        set_preferences(person=_me(request), theme=form.cleaned_data["theme"])
    return response


@require_http_methods(["DELETE"])
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign out of another place."""
    end_session(person=_me(request), session_id=pk)
    messages.success(request, _("You are signed out there."))
    return see_other(reverse("usersessions_list"))


def _me(request: HttpRequest) -> User:
    return cast("User", request.user)


def _attempt_face(form: FaceForm, person: User) -> Profile | None:
    def show(face: Any) -> Profile:
        return set_face(actor=person, person=person, upload=face)

    return attempt(form, show)


def _unknown_choice(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        raise Http404
    page = {"preferences": preferences_page(_me(request))}
    messages.error(request, _("Choose one of the values of the list."))
    return render(request, "accounts/preferences.html", page, status=422)


def _next(request: HttpRequest) -> str:
    asked = request.POST.get("next", "")
    return asked if is_our_page(request, asked) else page_of(request)
