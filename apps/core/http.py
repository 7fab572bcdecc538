"""Answers that views share."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from apps.core.errors import InvalidInput

T = TypeVar("T")


def see_other(url: str) -> HttpResponseRedirect:
    """After a change, the browser asks for the page that shows it."""
    return HttpResponseRedirect(url, status=303)


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
