"""To whom a post is given: seen, invited, ended."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.core.decisions import require
from apps.core.errors import InvalidInput
from apps.core.html import clean_text
from apps.core.http import see_other, wants_fragment
from apps.posts.actions import end_guest, invite_guest
from apps.posts.forms import GuestForm
from apps.posts.models import Guest, Post
from apps.posts.permissions import can_invite_guest
from apps.posts.presenters.guests import guests_page
from apps.profiles.models import User
from apps.profiles.requests import SignedInRequest
from apps.spaces.permissions import standing

MAX_QUERY_LENGTH = 200


@require_http_methods(["GET", "HEAD", "POST"])
def post_guests(request: SignedInRequest, pk: int) -> HttpResponse:
    """The guests of a post; `?q=` looks for somebody, `?person=` asks once more before POST."""
    said = get_object_or_404(Post.objects.in_readable_spaces(request.user).with_card(), pk=pk)
    if request.method == "POST":
        return _invite(request, said)
    username = request.GET.get("person", "")
    if username:
        require(can_invite_guest(standing(request.user, said.space), said.author_id))
    chosen = _colleague(request, username) if username else None
    text = clean_text(request.GET.get("q", ""))[:MAX_QUERY_LENGTH]
    return _page(request, said, text=text, chosen=chosen)


@require_http_methods(["DELETE"])
def post_guest(request: SignedInRequest, pk: int, username: str) -> HttpResponse:
    """End it: by who invited, by who wrote, by an animator, or by the guest."""
    guests = Guest.objects.visible_to(request.user).with_people().select_related("post")
    guest = get_object_or_404(guests, post=pk, user__username=username)
    is_me = guest.user_id == request.user.pk
    end_guest(actor=request.user, guest=guest)
    if is_me:
        messages.success(request, _("You gave the post back: you do not read it any more."))
        return see_other(reverse("given"))
    return see_other(reverse("post_guests", args=[pk]))


def _invite(request: SignedInRequest, said: Post) -> HttpResponse:
    form = GuestForm(request.POST)
    person = _colleague(request, request.POST.get("person", ""))
    if not form.is_valid():
        error = " ".join(str(it) for errors in form.errors.values() for it in errors)
        word = request.POST.get("word", "")
        return _page(request, said, status=422, chosen=person, word=word, error=error)
    word = form.cleaned_data["word"]
    try:
        invite_guest(actor=request.user, post=said, person=person, word=word)
    except InvalidInput as problem:
        page = {"chosen": person, "word": word, "error": problem.message}
        return _page(request, said, status=422, **page)
    named = {"name": person.display_name}
    messages.success(request, _("%(name)s can read this post now, and is told.") % named)
    return see_other(reverse("post_guests", args=[said.pk]))


def _colleague(request: SignedInRequest, username: str) -> User:
    return get_object_or_404(User.objects.visible_to(request.user).with_card(), username=username)


def _page(request: SignedInRequest, said: Post, *, status: int = 200, **more: Any) -> HttpResponse:
    fragment = wants_fragment(request) and request.method != "POST"
    template = "posts/_guest_candidates.html" if fragment else "posts/guests.html"
    context = {"page": guests_page(request.user, said, **more)}
    return render(request, template, context, status=status)
