"""The door of administration."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from apps.core.decisions import require
from apps.oversight.permissions import can_administer
from apps.oversight.presenters.desk import Confirmation
from apps.profiles.models import User
from apps.profiles.requests import SignedInRequest

View = Callable[..., HttpResponse]


def for_administrators(view: View) -> View:
    """403 with a sentence for everybody else."""

    @wraps(view)
    def guarded(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require(can_administer(request.user))
        return view(request, *args, **kwargs)

    return guarded


def administered(request: SignedInRequest, username: str) -> User:
    """The person of this address, also one who has left. Raises `Http404`."""
    people = User.objects.administered_by(request.user).with_card()
    return get_object_or_404(people, username=username)


def ask_first(request: SignedInRequest, confirmation: Confirmation) -> HttpResponse:
    return render(request, "oversight/confirm.html", {"ask": confirmation})
