"""Answers for monitors."""

from dataclasses import asdict

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.events.readiness import parts


@never_cache
@login_not_required
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when every part is ok, 503 otherwise; the answer says which is not, and why."""
    found = parts()
    ready = all(part.ok for part in found.values())
    answer = {"ready": ready, "parts": {name: asdict(part) for name, part in found.items()}}
    return JsonResponse(answer, status=200 if ready else 503)
