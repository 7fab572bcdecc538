"""Who can read a post, a file, a draft."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from apps.posts.models import Attachment, Draft, Post
from apps.posts.presenters.readers import draft_panel, loose_file_panel, post_panel
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


@require_safe
def file_readers(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Those of the words it stands with; without any, whoever sent it."""
    shown = Attachment.objects.visible_to(request.user).with_file().select_related("comment")
    attachment = get_object_or_404(shown, file__uuid=uuid)
    said = attachment.post_id or (attachment.comment.post_id if attachment.comment else None)
    if said is not None:
        return post_readers(request, said)
    return readers_answer(request, loose_file_panel(attachment))
