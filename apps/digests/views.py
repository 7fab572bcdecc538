"""Choosing one's digest, seeing what it would say, and ending it from a mail."""

from csp.decorators import csp_replace
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts.preferences import language_of
from apps.core.http import see_other
from apps.digests.actions import choice_of, choose_digest
from apps.digests.contents import choose
from apps.digests.forms import DigestForm
from apps.digests.letters import letter_of
from apps.digests.models import Rhythm
from apps.digests.presenters import settings_content
from apps.digests.unsubscribing import person_of
from apps.mailing.composing import words_of
from apps.mailing.letters import Letter
from apps.notifications.views.mails import MAIL_POLICY
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
    """What a digest would say if it left now, in a frame that runs nothing and fetches nothing."""
    letter = _letter_now(request)
    subject = words_of(letter).subject if letter else ""
    return render(request, "digests/preview.html", {"subject": subject})


@csp_replace(MAIL_POLICY)  # type: ignore[arg-type]
@xframe_options_sameorigin
@require_safe
def digest_mail(request: SignedInRequest) -> HttpResponse:
    """The mail itself; nothing where there is nothing to say."""
    letter = _letter_now(request)
    return HttpResponse(words_of(letter).html if letter else "")


@never_cache
@login_not_required
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def digest_unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, since programs open the links of mails; POST ends it, from whatever program."""
    person = person_of(token)
    if person is None:
        raise Http404
    what = request.POST.get("what", "end") if request.method == "POST" else ""
    if what:
        rhythm = Rhythm.WEEKLY if what == "again" else Rhythm.NEVER
        choose_digest(person=person, rhythm=rhythm)
    with language_of(person):
        return render(request, "digests/unsubscribe.html", {"what": what})


def _letter_now(request: SignedInRequest) -> Letter | None:
    rhythm = choice_of(request.user).rhythm
    rhythm = Rhythm.WEEKLY if rhythm == Rhythm.NEVER else rhythm
    return letter_of(request.user, rhythm, choose(request.user, rhythm, timezone.now()))
