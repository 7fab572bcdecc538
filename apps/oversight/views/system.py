"""How the installation is doing, what it is set to, and what was done."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.core.http import attempt, see_other
from apps.core.pagination import keyset
from apps.hours.actions import set_organisation_hours
from apps.mailing.models import Suppression
from apps.oversight.actions import resume_mail, retry_deliveries
from apps.oversight.forms import OrganisationHoursForm
from apps.oversight.hours import organisation_hours_initial
from apps.oversight.models import AdministrationEntry
from apps.oversight.overview import overview
from apps.oversight.presenters.book import book_page
from apps.oversight.presenters.desk import tabs
from apps.oversight.presenters.settings import settings_shown
from apps.oversight.presenters.spaces import ownerless_rows
from apps.oversight.standing import offers_waiting, ownerless
from apps.oversight.views.doors import for_administrators
from apps.profiles.requests import SignedInRequest

LINES_A_PAGE = 50


@require_safe
@for_administrators
def administration(request: SignedInRequest) -> HttpResponse:
    context = {"overview": overview(), "tabs": tabs("administration")}
    return render(request, "oversight/overview.html", context)


@require_POST
@for_administrators
def deliveries(request: SignedInRequest) -> HttpResponse:
    """Try failed deliveries once more."""
    outcome = retry_deliveries(actor=request.user)
    said = ngettext(
        "%(count)d delivery settled; %(left)d remain.",
        "%(count)d deliveries settled; %(left)d remain.",
        outcome.settled,
    )
    messages.info(request, said % {"count": outcome.settled, "left": outcome.remaining})
    return see_other(reverse("administration"))


@require_safe
@for_administrators
def mail(request: SignedInRequest) -> HttpResponse:
    """Addresses that refuse mail, the newest first."""
    page = keyset(
        Suppression.objects.all(),
        order={"-since": datetime, "-id": int},
        cursor=request.GET.get("before", ""),
        limit=LINES_A_PAGE,
    )
    more = f"{reverse('administration_mail')}?before={page.next_cursor}" if page.next_cursor else ""
    context = {"rows": page.items, "more_url": more, "tabs": tabs("administration_mail")}
    return render(request, "oversight/mail.html", context)


@require_http_methods(["DELETE"])
@for_administrators
def suppression(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let mail go there again."""
    found = get_object_or_404(Suppression, pk=pk)
    resume_mail(actor=request.user, address=found.address)
    messages.success(request, _("Mail goes to %(address)s again.") % {"address": found.address})
    return see_other(reverse("administration_mail"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def settings(request: SignedInRequest) -> HttpResponse:
    """What holds here; POST changes the hours of the organisation."""
    typed = request.POST if request.method == "POST" else None
    form = OrganisationHoursForm(typed, initial=organisation_hours_initial())
    if form.is_bound and attempt(form, set_organisation_hours, actor=request.user) is not None:
        messages.success(request, _("Saved: these are the hours of the organisation."))
        return see_other(reverse("administration_settings"))
    context = {"form": form, "rows": settings_shown(), "tabs": tabs("administration_settings")}
    return render(request, "oversight/settings.html", context, status=422 if form.errors else 200)


@require_safe
@for_administrators
def spaces(request: SignedInRequest) -> HttpResponse:
    """Spaces without an owner; the confidential ones are not here, nor counted."""
    found = list(ownerless()[:200])
    rows = ownerless_rows(found, offers_waiting(space.pk for space in found))
    context = {"rows": rows, "tabs": tabs("administration_spaces")}
    return render(request, "oversight/spaces.html", context)


@require_safe
@for_administrators
def book(request: SignedInRequest) -> HttpResponse:
    """What administrators did, the newest first."""
    found = keyset(
        AdministrationEntry.objects.visible_to(request.user).with_people(),
        order={"-at": datetime, "-id": int},
        cursor=request.GET.get("before", ""),
        limit=LINES_A_PAGE,
    )
    context = {"book": book_page(found), "tabs": tabs("administration_book")}
    return render(request, "oversight/book.html", context)
