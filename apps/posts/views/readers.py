"""Who can read a post, and who can read a draft."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from apps.posts.models import Draft, Post
from apps.posts.presenters.readers import draft_panel, post_panel
from apps.profiles.requests import SignedInRequest
from apps.spaces.views.readers import readers_answer


@require_safe
def post_readers(request: SignedInRequest, pk: int) -> HttpResponse:
    """Not for its guests, to whom the readers of a space are no more told than its name."""
    said = get_object_or_404(Post.objects.in_readable_spaces(request.user).with_card(), pk=pk)
    return readers_answer(
        request, post_panel(request.user, said, after=request.GET.get("after", ""))
    )


@require_safe
def draft_readers(request: SignedInRequest, pk: int) -> HttpResponse:
    mine = Draft.objects.visible_to(request.user).select_related("space")
    return readers_answer(request, draft_panel(request.user, get_object_or_404(mine, pk=pk)))
