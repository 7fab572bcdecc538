"""What one was told: listed, opened, read."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST, require_safe

from apps.core.http import see_other
from apps.notifications.actions import mark_all_read, mark_conversation_read, mark_read
from apps.notifications.bell import groups_in, waiting_for
from apps.notifications.forms import ReadForm
from apps.notifications.models import Notification
from apps.notifications.presenters.page import ALL, notifications_page
from apps.notifications.sources import place_of, told_rows, told_to
from apps.profiles.requests import SignedInRequest


@require_safe
def notifications(request: SignedInRequest) -> HttpResponse:
    show = ALL if request.GET.get("show") == ALL else ""
    before = request.GET.get("before", "")
    waiting = waiting_for(request.user)
    page = notifications_page(
        told_to(request.user, direct_only=not show, cursor=before),
        unread=_unread_in_all(request) if show else waiting.count,
        waiting=waiting.count,
        show=show,
        is_first=not before,
        today=waiting.today,
        # Only what a script puts below has its day's beginning on the same page.
        continued=request.GET.get("day", "") if request.headers.get("HX-Request") else "",
    )
    context = {"page": page, "bell": waiting.bell}
    return render(request, "notifications/notifications.html", context)


@require_GET
def notification(request: SignedInRequest, pk: int) -> HttpResponse:
    """Go where it happened; what was told of that conversation is read then."""
    rows = Notification.objects.visible_to(request.user)
    told = get_object_or_404(rows.with_words(), pk=pk)
    if told.post is not None:
        mark_conversation_read(person=request.user, post=told.post)
    else:
        mark_read(person=request.user, ids=_ids_beside(request, told))
    return redirect(place_of(told))


@require_POST
def notifications_read(request: SignedInRequest) -> HttpResponse:
    """Nothing waits any more: of one conversation on one day, of a tab, or at all."""
    form = ReadForm(request.POST)
    if not form.is_valid():
        raise Http404
    show, pk = form.cleaned_data["show"], form.cleaned_data["notification"]
    if pk:
        told = get_object_or_404(Notification.objects.visible_to(request.user), pk=pk)
        mark_read(person=request.user, ids=_ids_beside(request, told))
    elif show == ALL:
        mark_all_read(person=request.user)
    else:
        direct = told_rows(request.user, direct_only=True).unread()
        mark_read(person=request.user, ids=direct.values_list("pk", flat=True))
    return see_other(reverse("notifications") + (f"?show={ALL}" if show == ALL else ""))


def _ids_beside(request: SignedInRequest, told: Notification) -> list[int]:
    """Of all that stands in the same line of the page."""
    mine = told_rows(request.user).filter(subject=told.subject, day=told.day)
    return list(mine.values_list("pk", flat=True))


def _unread_in_all(request: SignedInRequest) -> int:
    return sum(row["count"] for row in groups_in(told_rows(request.user).unread()))
