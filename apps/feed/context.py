"""The context processor behind every page: the shell, lazily, and where live updates start from."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from apps.feed.shell import shell_for


def shell(request: HttpRequest) -> dict[str, Any]:
    """`shell` costs its query only in templates that use it; fragments do not."""
    user = getattr(request, "user", None)
    if user is None:
        return {}
    return {
        "shell": SimpleLazyObject(lambda: shell_for(user, request.path)),
        "live_cursor": getattr(request, "live_cursor", None),
    }
