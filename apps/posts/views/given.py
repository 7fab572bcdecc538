"""A post for whom it was given to: to read, with its answers and files, and nothing around it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from apps.core.decisions import require
from apps.core.http import wants_fragment
from apps.posts import rendering
from apps.posts.models import Guest, Post
from apps.posts.opened import opened
from apps.posts.permissions import GUEST
from apps.posts.presenters.guests import given_page, posts_given_to
from apps.profiles.requests import SignedInRequest


@require_safe
def given(request: SignedInRequest) -> HttpResponse:
    """The posts that were given to me, the last one first."""
    page = posts_given_to(request.user, after=request.GET.get("after", ""))
    template = "posts/_given_rows.html" if wants_fragment(request) else "posts/given_posts.html"
    return render(request, template, {"given": page})


def given_post(request: SignedInRequest, said: Post) -> HttpResponse:
    """The page of a post that this guest reads; its card alone for a script."""
    if request.method not in ("GET", "HEAD"):
        require(GUEST)
    card = rendering.render_given(said)
    if wants_fragment(request):
        return HttpResponse(card)
    guest = get_object_or_404(
        Guest.objects.visible_to(request.user).with_people(), post=said, user=request.user
    )
    context = {
        "page": given_page(guest, said),
        "card": card,
        "thread": rendering.render_given_thread(said, after=request.GET.get("after", "")),
    }
    opened(request.user, said)
    return render(request, "posts/given_post.html", context)


def given_comments(request: SignedInRequest, said: Post) -> HttpResponse:
    if request.method not in ("GET", "HEAD"):
        require(GUEST)
    return HttpResponse(rendering.render_given_thread(said, after=request.GET.get("after", "")))
