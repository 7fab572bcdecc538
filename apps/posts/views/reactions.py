"""One word in answer to a post or a comment."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from apps.core.errors import InvalidInput
from apps.core.http import see_other, wants_fragment
from apps.posts import rendering
from apps.posts.actions import react, take_back_reaction
from apps.posts.models import Comment, Post
from apps.profiles.requests import SignedInRequest


@require_http_methods(["POST", "DELETE"])
def post_reaction(request: SignedInRequest, pk: int) -> HttpResponse:
    said = get_object_or_404(Post.objects.in_readable_spaces(request.user).with_card(), pk=pk)
    if problem := _change(request, said):
        return problem
    if not wants_fragment(request):
        return see_other(said.get_absolute_url())
    said.refresh_from_db()
    is_full = request.POST.get("part") == "full"
    return HttpResponse(rendering.render_card(rendering.viewer_of(request), said, is_full=is_full))


@require_http_methods(["POST", "DELETE"])
def comment_reaction(request: SignedInRequest, pk: int) -> HttpResponse:
    readable = Comment.objects.in_readable_spaces(request.user).standing().with_author()
    said = get_object_or_404(readable.select_related("post__space"), pk=pk)
    if problem := _change(request, said):
        return problem
    if not wants_fragment(request):
        return see_other(said.get_absolute_url())
    said.refresh_from_db()
    return HttpResponse(rendering.render_comment(rendering.viewer_of(request), said))


def _change(request: SignedInRequest, said: Post | Comment) -> HttpResponse | None:
    if request.method == "DELETE":
        take_back_reaction(user=request.user, said=said)
        return None
    try:
        react(user=request.user, said=said, kind=request.POST.get("kind", ""))
    except InvalidInput as problem:
        return HttpResponse(problem.message, status=422, content_type="text/plain; charset=utf-8")
    return None
