"""Opening, or not, what one wrote before a space was opened."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods

from apps.core.http import see_other
from apps.posts.actions import agree_to_open, agree_to_open_everything, take_back_consent
from apps.posts.models import Post
from apps.posts.presenters.consent import consent_page
from apps.profiles.requests import SignedInRequest
from apps.spaces.models import Space


@require_http_methods(["GET", "HEAD", "POST"])
def space_consent(request: SignedInRequest, slug: str) -> HttpResponse:
    """What one wrote in this space before; POST agrees to all of it."""
    space = get_object_or_404(Space.objects.visible_to(request.user), slug=slug)
    if request.method == "POST":
        opened = agree_to_open_everything(person=request.user, space=space)
        messages.success(request, _thanks(opened))
        return see_other(request.path)
    page = consent_page(request.user, space, after=request.GET.get("after", ""))
    return render(request, "posts/consent.html", {"consent": page})


@require_http_methods(["POST", "DELETE"])
def post_consent(request: SignedInRequest, pk: int) -> HttpResponse:
    """POST agrees to open this conversation, DELETE takes it back while it is not open."""
    said = get_object_or_404(Post.objects.in_readable_spaces(request.user).with_card(), pk=pk)
    if request.method == "DELETE":
        take_back_consent(person=request.user, post=said)
    elif agree_to_open(person=request.user, post=said):
        messages.success(request, _("This conversation is open to everyone who reads the space."))
    return see_other(reverse("space_consent", args=[said.space.slug]))


def _thanks(opened: int) -> str:
    if not opened:
        return _("You agreed. What you wrote opens as soon as the others who wrote with you agree.")
    return ngettext(
        "You agreed. %(count)s conversation is open now.",
        "You agreed. %(count)s conversations are open now.",
        opened,
    ) % {"count": number_format(opened, force_grouping=True)}
