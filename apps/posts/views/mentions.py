"""Whom one may name in a space, while writing there."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from apps.posts.presenters.mentions import people_to_name
from apps.profiles.requests import SignedInRequest
from apps.spaces.models import Space


@never_cache
@require_GET
def mentions(request: SignedInRequest, slug: str) -> HttpResponse:
    """Options of the editor's list: those who read here and whose name begins so (`?q=`)."""
    space = get_object_or_404(Space.objects.visible_to(request.user), slug=slug)
    people = people_to_name(request.user, space, request.GET.get("q", ""))
    return render(request, "posts/_mention_options.html", {"people": people})
