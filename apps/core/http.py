"""Answers that views share."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token

from apps.core.errors import InvalidInput

T = TypeVar("T")


def see_other(url: str) -> HttpResponseRedirect:
    """After a change, the browser asks for the page that shows it."""
    return HttpResponseRedirect(url, status=303)


def form_token(request: HttpRequest) -> str:
    """What the forms of this answer carry. Masked once, since each masking draws 32 characters."""
    if not hasattr(request, "form_token"):
        request.form_token = get_token(request)  # type: ignore[attr-defined]
    return str(request.form_token)  # type: ignore[attr-defined]


def wants_fragment(request: HttpRequest) -> bool:
    return "HX-Request" in request.headers


def fragment_into(response: HttpResponse, target: str, *, how: str = "outerHTML") -> HttpResponse:
    """Have htmx put this answer elsewhere than where it was asked from."""
    response["HX-Retarget"] = target
    response["HX-Reswap"] = how
    return response


def attempt(form: BaseForm, act: Callable[..., T], **more: Any) -> T | None:
    """Run an action with the form's data; None when the form now says what is wrong."""
    if not form.is_valid():
        return None
    try:
        return act(**form.cleaned_data, **more)
    except InvalidInput as problem:
        field = problem.field if problem.field in form.fields else None
        form.add_error(field, problem.message)
        return None
