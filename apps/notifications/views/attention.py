"""How much one wants to be told of a conversation, or of a space."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from apps.accounts.kept import is_our_page
from apps.core.http import attempt, see_other, wants_fragment
from apps.notifications.actions import (
    mark_conversation_read,
    set_conversation,
    set_space_level,
)
from apps.notifications.following import conversation_state, space_level
from apps.notifications.forms import LevelForm, StateForm
from apps.notifications.presenters.attention import Attention, of_conversation, of_space
from apps.posts.models import Post
from apps.profiles.requests import SignedInRequest
from apps.spaces.models import Space

# Where the choices stand: in a menu, under the post, or on a page of their own.
MENU, POST = "menu", "post"


@require_http_methods(["GET", "HEAD", "POST"])
def post_attention(request: SignedInRequest, pk: int) -> HttpResponse:
    """Follow a conversation, or not. Asked for by the post's own page, it is being read."""
    posts = Post.objects.in_readable_spaces(request.user).select_related("space")
    post = get_object_or_404(posts, pk=pk)
    form = StateForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        attempt(form, set_conversation, person=request.user, post=post)
    elif wants_fragment(request) and request.GET.get("in") == POST:
        mark_conversation_read(person=request.user, post=post)
    now = of_conversation(post, conversation_state(request.user, post))
    return _answer(request, form, now)


@require_http_methods(["GET", "HEAD", "POST"])
def space_attention(request: SignedInRequest, slug: str) -> HttpResponse:
    space = get_object_or_404(Space.objects.visible_to(request.user), slug=slug)
    form = LevelForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        attempt(form, set_space_level, person=request.user, space=space)
    return _answer(request, form, of_space(space, space_level(request.user, space)))


def _answer(request: SignedInRequest, form: forms.Form, now: Attention) -> HttpResponse:
    status = 422 if form.errors else 200
    if wants_fragment(request):
        where = request.POST.get("in") or request.GET.get("in")
        piece = "_conversation" if where == POST else "_attention_items"
        context = {"now": now, "is_changed": form.is_bound}
        return render(request, f"notifications/{piece}.html", context, status=status)
    if form.is_bound and not form.errors:
        messages.success(request, now.said)
        asked = request.POST.get("next", "")
        return see_other(asked if is_our_page(request, asked) else now.about_url)
    page = {"now": now, "form": form}
    return render(request, "notifications/attention.html", page, status=status)
