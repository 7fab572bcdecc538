"""Access for whole units of the directory."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from apps.profiles.models import Unit
from apps.profiles.requests import SignedInRequest
from apps.spaces.actions import close_to_unit, open_to_unit
from apps.spaces.entering import can_open_to_units
from apps.spaces.views.doors import readable, require_in


@require_POST
def space_units(request: SignedInRequest, slug: str) -> HttpResponse:
    """Gives everybody of `unit` what a member holds."""
    space = readable(request, slug)
    require_in(request, space, can_open_to_units)
    unit = get_object_or_404(Unit, slug=request.POST.get("unit", ""))
    open_to_unit(actor=request.user, space=space, unit=unit)
    return HttpResponseRedirect(reverse("space_members", args=[slug]), status=303)


@require_http_methods(["DELETE"])
def space_unit(request: SignedInRequest, slug: str, unit: str) -> HttpResponse:
    """Ends the access of the unit."""
    space = readable(request, slug)
    require_in(request, space, can_open_to_units)
    close_to_unit(actor=request.user, space=space, unit=get_object_or_404(Unit, slug=unit))
    return HttpResponseRedirect(reverse("space_members", args=[slug]), status=303)
