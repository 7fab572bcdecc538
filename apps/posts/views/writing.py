"""Writing a post: in a chosen space, or choosing it in the form; and writing it again."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from apps.accounts.kept import take_kept
from apps.core.decisions import require
from apps.core.http import attempt, see_other, wants_fragment
from apps.posts import rendering
from apps.posts.actions import write_post
from apps.posts.forms import NewPostForm
from apps.posts.models import Draft, Post
from apps.posts.permissions import can_edit_post
from apps.posts.presenters.composer import (
    Composer,
    edit_composer,
    space_composer,
    starters,
)
from apps.posts.views.attaching import goes_on, sent
from apps.profiles.requests import SignedInRequest
from apps.spaces.models import Space
from apps.spaces.permissions import can_post, standing


@require_http_methods(["GET", "POST"])
def space_posts(request: SignedInRequest, slug: str) -> HttpResponse:
    """GET is the page one writes on; POST publishes."""
    space = get_object_or_404(Space.objects.visible_to(request.user), slug=slug)
    require(can_post(standing(request.user, space)))
    if request.method == "POST":
        form = NewPostForm(**sent(request))
        if goes_on(request):
            return write_page(request, space_composer(request.user, space, form=form))
        if (written := attempt(form, write_post, author=request.user, space=space)) is not None:
            return _written(request, written, space)
        composer = space_composer(request.user, space, form=form)
        return write_page(request, composer, status=422)
    kept = take_kept(request, request.path)
    start = request.GET.get("start", "")
    composer = space_composer(request.user, space, kept=kept, start=start)
    return write_page(request, composer)


@require_GET
def write(request: SignedInRequest) -> HttpResponse:
    """Where one begins: the whole company, or a choice where that is not for everybody."""
    everyone = Space.objects.visible_to(request.user).get(built_in=Space.BuiltIn.EVERYONE)
    if not can_post(standing(request.user, everyone)):
        return redirect("space_picker")
    url = reverse("space_posts", args=[everyone.slug])
    return redirect(f"{url}?{request.GET.urlencode()}" if request.GET else url)


@require_GET
def post_editing(request: SignedInRequest, pk: int) -> HttpResponse:
    said = get_object_or_404(Post.objects.in_readable_spaces(request.user).with_card(), pk=pk)
    require(can_edit_post(request.user, said))
    return write_page(request, edit_composer(request.user, said))


def write_page(request: SignedInRequest, composer: Composer, status: int = 200) -> HttpResponse:
    fragment = wants_fragment(request)
    template = "posts/_composer.html" if fragment else "posts/write.html"
    return render(request, template, {"composer": composer}, status=status)


def _written(request: SignedInRequest, written: Post | Draft, space: Space) -> HttpResponse:
    """In place: a closed composer, and the new card for the script to put on top of the feed."""
    if isinstance(written, Draft):
        return see_drafts(request, written)
    if not wants_fragment(request):
        return see_other(written.get_absolute_url())
    composer = space_composer(request.user, space)
    context: dict[str, Any] = {
        "person": composer.person,
        "url": composer.action,
        "starters": starters(composer.action),
        "card": rendering.render_card(rendering.viewer_of(request), written),
    }
    return render(request, "posts/_published.html", context)


def see_drafts(request: SignedInRequest, draft: Draft | None = None) -> HttpResponse:
    """Where drafts wait, at this one; a script is led there too."""
    url = reverse("drafts") + (f"#draft-{draft.pk}" if draft else "")
    if wants_fragment(request):
        return HttpResponse(headers={"HX-Redirect": url})
    return see_other(url)
