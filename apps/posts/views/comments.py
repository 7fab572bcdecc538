"""Answers to a post: listed, written, edited, withdrawn."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods

from apps.core.decisions import require
from apps.core.http import attempt, see_other, wants_fragment
from apps.posts import rendering
from apps.posts.actions import create_comment, edit_comment, withdraw_comment
from apps.posts.doors import post_or_404
from apps.posts.forms import CommentForm
from apps.posts.models import Comment, Post
from apps.posts.permissions import can_edit_comment
from apps.posts.presenters.reply import Reply, edit_of, reply_to
from apps.posts.views.attaching import goes_on, sent
from apps.posts.views.given import given_comments
from apps.profiles.requests import SignedInRequest
from apps.spaces.permissions import can_comment, standing


@require_http_methods(["GET", "POST"])
def comments(request: SignedInRequest, pk: int) -> HttpResponse:
    said = post_or_404(request.user, pk)
    viewer = rendering.viewer_of(request)
    if said.is_given:
        return given_comments(request, said)
    if request.method == "GET":
        after = request.GET.get("after", "")
        return HttpResponse(rendering.render_thread(viewer, said, after=after))
    parent = _answered(request, said, request.POST.get("parent", ""))
    form = CommentForm(**sent(request))
    if goes_on(request):
        return _form(request, said, reply_to(request.user, said, parent=parent, form=form))
    written = attempt(form, _create, author=request.user, post=said, parent=parent)
    if written is None:
        return _form(request, said, reply_to(request.user, said, parent=parent, form=form), 422)
    if not wants_fragment(request):
        return see_other(written.get_absolute_url())
    context = {
        "comment": rendering.render_comment(viewer, written),
        "form": "" if parent else rendering.render_reply(viewer, reply_to(request.user, said)),
    }
    return render(request, "posts/_answered.html", context)


@require_GET
def commenting(request: SignedInRequest, pk: int) -> HttpResponse:
    """The answer form alone, for the post or for one comment of it (`?parent=`)."""
    said = get_object_or_404(Post.objects.in_readable_spaces(request.user).with_card(), pk=pk)
    require(can_comment(standing(request.user, said.space)))
    parent = _answered(request, said, request.GET.get("parent", ""))
    return _form(request, said, reply_to(request.user, said, parent=parent, is_open=True))


@require_http_methods(["GET", "POST", "DELETE"])
def comment(request: SignedInRequest, pk: int) -> HttpResponse:
    said = _standing_comment(request, pk)
    if request.method == "POST":
        form = CommentForm(**sent(request))
        if goes_on(request):
            return _form(request, said.post, edit_of(request.user, said, form=form))
        if attempt(form, _change, actor=request.user, comment=said) is None:
            return _form(request, said.post, edit_of(request.user, said, form=form), status=422)
    elif request.method == "DELETE":
        withdraw_comment(actor=request.user, comment=said)
        said.refresh_from_db()
    if not wants_fragment(request):
        return see_other(said.get_absolute_url())
    return HttpResponse(rendering.render_comment(rendering.viewer_of(request), said))


@require_GET
def comment_editing(request: SignedInRequest, pk: int) -> HttpResponse:
    said = _standing_comment(request, pk)
    require(can_edit_comment(request.user, said))
    return _form(request, said.post, edit_of(request.user, said))


def _standing_comment(request: SignedInRequest, pk: int) -> Comment:
    readable = Comment.objects.in_readable_spaces(request.user).standing().with_author()
    return get_object_or_404(readable.select_related("post__space", "post__circle"), pk=pk)


def _answered(request: SignedInRequest, post: Post, parent: str) -> Comment | None:
    """The comment that is answered; 404 unless this person reads it under this post."""
    if not parent:
        return None
    found = Comment.objects.visible_to(request.user).standing().filter(post=post).with_author()
    is_number = parent.isdecimal() and len(parent) < 19
    return get_object_or_404(found, pk=int(parent) if is_number else 0)


def _create(*, body: str, key: Any, **where: Any) -> Comment:
    return create_comment(body=body, key=key, **where)


def _change(*, body: str, key: Any, **which: Any) -> Comment:
    del key  # an edit is idempotent by itself
    which.pop("is_kept", None)
    return edit_comment(body=body, **which)


def _form(request: SignedInRequest, post: Post, reply: Reply, status: int = 200) -> HttpResponse:
    form = rendering.render_reply(rendering.viewer_of(request), reply)
    if wants_fragment(request):
        return HttpResponse(form, status=status)
    back = {"back_url": post.get_absolute_url(), "back_label": post.title or post.space.title}
    return render(request, "posts/answer.html", {"form": form, **back}, status=status)
