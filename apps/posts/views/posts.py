"""One post: read, edited, withdrawn, pinned."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.accounts.kept import take_kept
from apps.core.http import attempt, fragment_into, see_other, wants_fragment
from apps.posts import rendering
from apps.posts.actions import edit_post, pin_post, unpin_post, withdraw_post
from apps.posts.doors import post_or_404
from apps.posts.forms import PostForm
from apps.posts.models import Post
from apps.posts.opened import opened
from apps.posts.presenters.composer import edit_composer
from apps.posts.presenters.reply import reply_to
from apps.posts.views.attaching import goes_on, sent
from apps.posts.views.given import given_post
from apps.posts.views.writing import write_page
from apps.profiles.requests import SignedInRequest
from apps.spaces.permissions import can_comment, standing

TITLE_CHARACTERS = 80


@require_http_methods(["GET", "POST", "DELETE"])
def post(request: SignedInRequest, pk: int) -> HttpResponse:
    said = post_or_404(request.user, pk)
    if said.is_given:
        return given_post(request, said)
    match request.method:
        case "POST":
            return _edit(request, said)
        case "DELETE":
            return _withdraw(request, said)
    if wants_fragment(request):
        return _card(request, said)
    return _page(request, said)


@require_http_methods(["POST", "DELETE"])
def pin(request: SignedInRequest, pk: int) -> HttpResponse:
    said = get_object_or_404(Post.objects.in_readable_spaces(request.user).with_card(), pk=pk)
    change = pin_post if request.method == "POST" else unpin_post
    change(actor=request.user, post=said)
    if not wants_fragment(request):
        return see_other(said.get_absolute_url())
    said.refresh_from_db()
    return _card(request, said)


def _card(request: SignedInRequest, said: Post) -> HttpResponse:
    is_full = request.GET.get("part") == "full"
    return HttpResponse(rendering.render_card(rendering.viewer_of(request), said, is_full=is_full))


def _page(request: SignedInRequest, said: Post) -> HttpResponse:
    viewer = rendering.viewer_of(request)
    reply = ""
    if can_comment(standing(request.user, said.space)):
        kept = take_kept(request, f"{request.path}comments/")
        reply = rendering.render_reply(viewer, reply_to(request.user, said, kept=kept))
    context = {
        "title": said.title or said.text[:TITLE_CHARACTERS],
        "space_id": said.space_id,
        "space_name": said.space.title,
        "space_url": said.space.get_absolute_url(),
        "card": rendering.render_card(viewer, said, is_full=True),
        "thread": rendering.render_thread(viewer, said, after=request.GET.get("after", "")),
        "reply": reply,
    }
    opened(request.user, said)
    return render(request, "posts/post.html", context)


def _edit(request: SignedInRequest, said: Post) -> HttpResponse:
    form = PostForm(**sent(request))
    if goes_on(request):
        return write_page(request, edit_composer(request.user, said, form=form))
    if attempt(form, _change, actor=request.user, post=said) is None:
        return write_page(request, edit_composer(request.user, said, form=form), status=422)
    if not wants_fragment(request):
        return see_other(said.get_absolute_url())
    card = HttpResponse(rendering.render_card(rendering.viewer_of(request), said))
    return fragment_into(card, f"#post-{said.pk}")


def _change(*, title: str, body: str, key: Any, **which: Any) -> Post:
    del key  # an edit is idempotent by itself
    return edit_post(title=title, body=body, **which)


def _withdraw(request: SignedInRequest, said: Post) -> HttpResponse:
    withdraw_post(actor=request.user, post=said)
    if wants_fragment(request):
        return HttpResponse()
    messages.success(request, _("Your post is withdrawn. Nobody can read it any more."))
    return see_other(said.space.get_absolute_url())
