"""Leaving a space, with a choice for one's words."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.core.http import attempt, see_other
from apps.posts.actions import depart
from apps.posts.forms import DepartureForm
from apps.posts.presenters.departure import departure_page
from apps.profiles.requests import SignedInRequest
from apps.spaces.models import Membership
from apps.spaces.permissions import can_read


@require_http_methods(["GET", "HEAD", "POST"])
def space_departure(request: SignedInRequest, slug: str) -> HttpResponse:
    """For members: what becomes of what one wrote, chosen before leaving."""
    mine = Membership.objects.visible_to(request.user).select_related("space")
    space = get_object_or_404(mine, user=request.user, space__slug=slug).space
    form = DepartureForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and attempt(form, _depart, user=request.user, space=space):
        messages.success(request, _("You left %(space)s.") % {"space": space.title})
        here = can_read(request.user, space)
        return see_other(space.get_absolute_url() if here else reverse("spaces"))
    context = {"form": form, "departure": departure_page(request.user, space)}
    return render(request, "posts/departure.html", context, status=422 if form.errors else 200)


def _depart(*, words: str, is_sure: bool, **where: object) -> bool:
    del is_sure
    depart(words=words, **where)  # type: ignore[arg-type]
    return True
