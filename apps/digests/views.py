"""Choosing one's digest, seeing what it would say, and ending it from a mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts.preferences import language_of
from apps.core.http import see_other
from apps.digests.actions import choice_of, choose_digest
from apps.digests.contents import choose
from apps.digests.forms import DigestForm
from apps.digests.letters import was_away
from apps.digests.models import Rhythm
from apps.digests.presenters import digest_content, settings_content
from apps.digests.unsubscribing import person_of
from apps.profiles.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
def settings_digest(request: SignedInRequest) -> HttpResponse:
    chosen = choice_of(request.user)
    now = {"rhythm": chosen.rhythm, "weekday": chosen.weekday, "hour": chosen.hour}
    form = DigestForm(request.POST if request.method == "POST" else None, initial=now)
    if form.is_valid():
        choose_digest(person=request.user, **form.cleaned_data)
        messages.success(request, _("Saved: this is when your digest comes."))
        return see_other(reverse("settings-digest"))
    context = {"form": form, "digest": settings_content(request.user)}
    return render(request, "digests/settings.html", context, status=422 if form.errors else 200)


@require_safe
def digest_preview(request: SignedInRequest) -> HttpResponse:
    """What a digest would say if it left now."""
    rhythm = choice_of(request.user).rhythm
    chosen = choose(request.user, rhythm, timezone.now())
    away = was_away(request.user, chosen)
    content = digest_content(request.user, rhythm, chosen, was_away=away)
    return render(request, "digests/preview.html", {"digest": content})


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def digest_unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, since programs open the links of mails; POST ends it, from whatever program."""
    person = person_of(token)
    if person is None:
        raise Http404
    is_over = request.method == "POST"
    if is_over:
        choose_digest(person=person, rhythm=Rhythm.NEVER)
    with language_of(person):
        return render(request, "digests/unsubscribe.html", {"is_over": is_over})
