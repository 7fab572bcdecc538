"""What every template is given."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from apps.core.http import form_token


def one_token(request: HttpRequest) -> dict[str, SimpleLazyObject]:
    """`csrf_token`, the same in all forms of a page."""
    return {"csrf_token": SimpleLazyObject(lambda: form_token(request))}
