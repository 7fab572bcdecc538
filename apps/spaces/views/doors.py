"""Loading a space for a view, and what someone meets who may know it and not read it."""

from collections.abc import Callable

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render

from apps.core.decisions import Decision, require
from apps.profiles.models import User
from apps.profiles.requests import SignedInRequest
from apps.spaces.entry_forms import RequestForm
from apps.spaces.models import Space
from apps.spaces.permissions import Standing, standing
from apps.spaces.presenters import closed_door

Gate = Callable[[Standing], Decision]


def readable(request: SignedInRequest, slug: str) -> Space:
    """The space with this address, for someone who reads it. Raises `Http404`."""
    return get_object_or_404(Space.objects.visible_to(request.user), slug=slug)


def listed(request: SignedInRequest, slug: str) -> Space:
    """The space with this address, for someone who may know its name. Raises `Http404`."""
    return get_object_or_404(Space.objects.listed_to(request.user), slug=slug)


def colleague(request: SignedInRequest, username: str) -> User:
    return get_object_or_404(User.objects.visible_to(request.user).with_card(), username=username)


def require_in(request: SignedInRequest, space: Space, gate: Gate) -> None:
    """Show a form only to whom its action would obey. Raises `Refused`."""
    require(gate(standing(request.user, space)))


def door_page(
    request: SignedInRequest, space: Space, *, form: RequestForm | None = None, status: int = 403
) -> HttpResponse:
    """The answer to someone to whom `space` is listed and not readable: 403, said kindly.

    `form` is what was typed to ask for a place, where it could not be taken.
    """
    context = {"door": closed_door(request.user, space), "form": form or RequestForm.blank()}
    return render(request, "spaces/closed_door.html", context, status=status)


def is_fragment(request: SignedInRequest) -> bool:
    return bool(request.headers.get("HX-Request"))


def typed_in(request: SignedInRequest) -> QueryDict | None:
    """What was sent, even when it is nothing; None before anything was."""
    return request.POST if request.method == "POST" else None
