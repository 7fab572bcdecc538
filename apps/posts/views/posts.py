"""One post: read, written, edited, withdrawn, pinned."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from apps.accounts.kept import take_kept
from apps.core.decisions import require
from apps.core.http import attempt, fragment_into, see_other, wants_fragment
from apps.posts import rendering
from apps.posts.actions import create_post, edit_post, pin_post, unpin_post, withdraw_post
from apps.posts.forms import PostForm
from apps.posts.models import Post
from apps.posts.permissions import can_edit_post
from apps.posts.presenters.composer import comment_composer, edit_composer, post_composer
from apps.spaces.models import Space
from apps.spaces.permissions import can_comment, can_post, standing


@require_http_methods(["GET", "POST", "DELETE"])
def post(request: HttpRequest, pk: int) -> HttpResponse:
    said = get_object_or_404(Post.objects.visible_to(request.user).with_card(), pk=pk)
    match request.method:
        case "POST":
            return _edit(request, said)
        case "DELETE":
            return _withdraw(request, said)
    if wants_fragment(request):
        is_full = request.GET.get("part") == "full"
        return HttpResponse(
            rendering.render_card(rendering.viewer_of(request), said, is_full=is_full)
        )
    return _page(request, said)


@require_http_methods(["GET", "POST"])
def space_posts(request: HttpRequest, slug: str) -> HttpResponse:
    """GET is the page one writes on; POST publishes."""
    space = get_object_or_404(Space.objects.visible_to(request.user), slug=slug)
    require(can_post(standing(request.user, space)))
    if request.method == "GET":
        kept = take_kept(request, request.path)
        start = request.GET.get("start", "")
        return _write(request, post_composer(request.user, space, kept=kept, start=start))
    form = PostForm(request.POST)
    published = attempt(form, create_post, author=request.user, space=space)
    if published is None:
        return _write(request, post_composer(request.user, space, form=form), status=422)
    if not wants_fragment(request):
        return see_other(published.get_absolute_url())
    card = rendering.render_card(rendering.viewer_of(request), published)
    return render(request, "posts/_published.html", {"card": card, "space": space.slug})


@require_GET
def post_editing(request: HttpRequest, pk: int) -> HttpResponse:
    said = get_object_or_404(Post.objects.visible_to(request.user).with_card(), pk=pk)
    require(can_edit_post(request.user, said))
    return _write(request, edit_composer(request.user, said))


@require_http_methods(["POST", "DELETE"])
def pin(request: HttpRequest, pk: int) -> HttpResponse:
    said = get_object_or_404(Post.objects.visible_to(request.user).with_card(), pk=pk)
    change = pin_post if request.method == "POST" else unpin_post
    change(actor=request.user, post=said)
    if not wants_fragment(request):
        return see_other(said.get_absolute_url())
    said.refresh_from_db()
    return HttpResponse(rendering.render_card(rendering.viewer_of(request), said))


def _page(request: HttpRequest, said: Post) -> HttpResponse:
    viewer = rendering.viewer_of(request)
    composer = None
    if can_comment(standing(request.user, said.space)):
        kept = take_kept(request, f"{request.path}comments/")
        composer = comment_composer(request.user, said, kept=kept)
    context = {
        "post_id": said.pk,
        "title": said.title or said.text[:80],
        "space_id": said.space_id,
        "space_name": said.space.title,
        "space_url": said.space.get_absolute_url(),
        "card": rendering.render_card(viewer, said, is_full=True),
        "thread": rendering.render_thread(viewer, said, after=request.GET.get("after", "")),
        "composer": composer,
    }
    return render(request, "posts/post.html", context)


def _edit(request: HttpRequest, said: Post) -> HttpResponse:
    form = PostForm(request.POST)
    changed = attempt(form, _changed, actor=request.user, post=said)
    if changed is None:
        return _write(request, edit_composer(request.user, said, form=form), status=422)
    if not wants_fragment(request):
        return see_other(changed.get_absolute_url())
    card = HttpResponse(rendering.render_card(rendering.viewer_of(request), changed))
    return fragment_into(card, f"#post-{changed.pk}")


def _changed(*, actor: object, post: Post, title: str, body: str, key: object) -> Post:
    return edit_post(actor=actor, post=post, title=title, body=body)  # type: ignore[arg-type]


def _withdraw(request: HttpRequest, said: Post) -> HttpResponse:
    withdraw_post(actor=request.user, post=said)
    if wants_fragment(request):
        return fragment_into(HttpResponse(), f"#post-{said.pk}", how="delete")
    messages.success(request, _("Your post is withdrawn. Nobody can read it any more."))
    return see_other(said.space.get_absolute_url())


def _write(request: HttpRequest, composer: object, status: int = 200) -> HttpResponse:
    template = "posts/_composer.html" if wants_fragment(request) else "posts/write.html"
    return render(request, template, {"composer": composer}, status=status)
