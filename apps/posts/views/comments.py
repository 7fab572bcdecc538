"""Answers to a post: listed, written, edited, withdrawn."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods

from apps.core.decisions import require
from apps.core.http import attempt, see_other, wants_fragment
from apps.posts import rendering
from apps.posts.actions import create_comment, edit_comment, withdraw_comment
from apps.posts.forms import CommentForm
from apps.posts.models import Comment, Post
from apps.posts.permissions import can_edit_comment
from apps.posts.presenters.composer import comment_composer, comment_edit_composer
from apps.spaces.permissions import can_comment, standing


@require_http_methods(["GET", "POST"])
def comments(request: HttpRequest, pk: int) -> HttpResponse:
    said = get_object_or_404(Post.objects.visible_to(request.user).with_card(), pk=pk)
    if request.method == "GET":
        after = request.GET.get("after", "")
        return HttpResponse(
            rendering.render_thread(rendering.viewer_of(request), said, after=after)
        )
    form = CommentForm(request.POST)
    comment = attempt(form, _written, author=request.user, post=said, reader=request.user)
    if comment is None:
        composer = comment_composer(request.user, said, form=form)
        return _form(request, composer, status=422)
    if not wants_fragment(request):
        return see_other(comment.get_absolute_url())
    said.refresh_from_db()
    context = {
        "comment": rendering.render_comment(rendering.viewer_of(request), comment),
        "composer": comment_composer(request.user, said),
    }
    return render(request, "posts/_commented.html", context)


@require_GET
def commenting(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer form alone: under a card of a feed, or under one comment (`?parent=`)."""
    said = get_object_or_404(Post.objects.visible_to(request.user).with_card(), pk=pk)
    require(can_comment(standing(request.user, said.space)))
    parent = request.GET.get("parent", "")
    answered = None
    if parent:
        found = Comment.objects.visible_to(request.user).filter(post=said, withdrawn_at=None)
        answered = get_object_or_404(found, pk=int(parent) if parent.isdecimal() else 0)
    composer = comment_composer(request.user, said, parent_id=answered.pk if answered else None)
    return _form(request, composer)


@require_http_methods(["GET", "POST", "DELETE"])
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    said = _standing_comment(request, pk)
    if request.method == "GET" and not wants_fragment(request):
        return see_other(said.get_absolute_url())
    if request.method == "POST":
        form = CommentForm(request.POST)
        changed = attempt(form, _changed, actor=request.user, comment=said)
        if changed is None:
            composer = comment_edit_composer(request.user, said, form=form)
            return _form(request, composer, status=422)
        said = changed
    elif request.method == "DELETE":
        withdraw_comment(actor=request.user, comment=said)
        said.refresh_from_db()
    if not wants_fragment(request):
        return see_other(said.get_absolute_url())
    return HttpResponse(rendering.render_comment(rendering.viewer_of(request), said))


@require_GET
def comment_editing(request: HttpRequest, pk: int) -> HttpResponse:
    said = _standing_comment(request, pk)
    require(can_edit_comment(request.user, said))
    return _form(request, comment_edit_composer(request.user, said))


def _standing_comment(request: HttpRequest, pk: int) -> Comment:
    readable = Comment.objects.visible_to(request.user).standing().with_author()
    return get_object_or_404(readable.select_related("post__space"), pk=pk)


def _written(*, author, post, reader, body, parent, key):  # type: ignore[no-untyped-def]
    answered = None
    if parent:
        answered = get_object_or_404(Comment.objects.visible_to(reader), pk=parent)
    return create_comment(author=author, post=post, body=body, parent=answered, key=key)


def _changed(*, actor, comment, body, parent, key):  # type: ignore[no-untyped-def]
    return edit_comment(actor=actor, comment=comment, body=body)


def _form(request: HttpRequest, composer: object, status: int = 200) -> HttpResponse:
    template = "posts/_comment_form.html" if wants_fragment(request) else "posts/answer.html"
    return render(request, template, {"composer": composer}, status=status)
