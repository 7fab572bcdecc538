"""Who can do what in a space; its planned end; and who answers for it when nobody does."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.profiles.requests import SignedInRequest
from apps.spaces.actions import (
    accept_offer,
    cancel_deletion,
    change_grid,
    decline_offer,
    plan_deletion,
)
from apps.spaces.forms import GridForm
from apps.spaces.models import Offer
from apps.spaces.permissions import can_archive_space
from apps.spaces.presenters.course import deletion_page
from apps.spaces.presenters.grid import grid_page
from apps.spaces.presenters.header import space_header
from apps.spaces.views.doors import readable, require_in, typed_in


@require_http_methods(["GET", "HEAD", "POST"])
def space_permissions(request: SignedInRequest, slug: str) -> HttpResponse:
    space = readable(request, slug)
    form = GridForm(typed_in(request))
    changed = (
        form.attempt(change_grid, actor=request.user, space=space) if form.is_valid() else None
    )
    if changed is not None:
        messages.success(request, _("Changed, for everybody and at once."))
        return HttpResponseRedirect(request.path, status=303)
    grid = grid_page(request.user, space, form if form.is_bound else None)
    status = 422 if form.errors else 200
    return render(request, "spaces/permissions.html", {"grid": grid}, status=status)


@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
def space_deletion(request: SignedInRequest, slug: str) -> HttpResponse:
    """GET says what will happen, POST plans it, DELETE cancels it."""
    space = readable(request, slug)
    require_in(request, space, can_archive_space)
    if request.method == "POST":
        plan_deletion(actor=request.user, space=space)
    elif request.method == "DELETE":
        cancel_deletion(actor=request.user, space=space)
        messages.success(request, _("The deletion is cancelled: everything is as before."))
    else:
        page = deletion_page(request.user, space)
        return render(request, "spaces/deletion.html", {"deletion": page})
    return HttpResponseRedirect(space.get_absolute_url(), status=303)


@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
def space_offer(request: SignedInRequest, slug: str) -> HttpResponse:
    """A space without an owner is offered: POST accepts, DELETE declines."""
    space = readable(request, slug)
    mine = Offer.objects.visible_to(request.user).filter(space=space).waiting()
    offer = get_object_or_404(mine.select_related("space"))
    if request.method == "POST":
        accept_offer(user=request.user, offer=offer)
        messages.success(request, _("You are the owner of this space now. Thank you."))
        return HttpResponseRedirect(reverse("space_members", args=[slug]), status=303)
    if request.method == "DELETE":
        decline_offer(user=request.user, offer=offer)
        messages.success(request, _("Thank you for answering. Somebody else is asked."))
        return HttpResponseRedirect(space.get_absolute_url(), status=303)
    context = {"space": space_header(request.user, space), "until": offer.expires_at}
    return render(request, "spaces/offer.html", context)
