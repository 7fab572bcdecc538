"""The bell, for the templates that show one."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from apps.notifications.bell import bell_of


def bell(request: HttpRequest) -> dict[str, Any]:
    """`bell` costs its query only in templates that use it; fragments do not."""
    user = getattr(request, "user", None)
    return {} if user is None else {"bell": SimpleLazyObject(lambda: bell_of(user))}
