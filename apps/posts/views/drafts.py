"""One's own drafts: what waits, changed, published now, thrown away. Nobody else's, ever."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.core.errors import InvalidInput
from apps.core.http import attempt, see_other, wants_fragment
from apps.core.keys import TolerantKey
from apps.hours.lookup import schedule_of
from apps.posts.actions import edit_draft, publish_draft, throw_draft_away
from apps.posts.forms import DraftForm, PostForm
from apps.posts.models import Draft, Post
from apps.posts.presenters.composer import draft_composer, edit_composer
from apps.posts.presenters.drafts import draft_row, draft_rows
from apps.posts.views.attaching import goes_on, sent
from apps.posts.views.writing import see_drafts, write_page
from apps.profiles.requests import SignedInRequest


@never_cache
@require_GET
def drafts(request: SignedInRequest) -> HttpResponse:
    mine = Draft.objects.visible_to(request.user).select_related("space").soonest_first()
    return render(request, "posts/drafts.html", {"drafts": draft_rows(request.user, mine)})


@never_cache
@require_http_methods(["GET", "POST", "DELETE"])
def draft(request: SignedInRequest, pk: int) -> HttpResponse:
    kept = _draft(request, pk)
    if kept is None:
        return _published_meanwhile(request)
    if request.method == "DELETE":
        throw_draft_away(actor=request.user, draft=kept)
        messages.success(request, _("The draft is thrown away."))
        return see_drafts(request)
    row = draft_row(request.user, kept)
    if not row.may_edit:
        status = 403 if request.method == "POST" else 200
        return render(request, "posts/draft.html", {"draft": row}, status=status)
    if request.method == "POST":
        return _edit(request, kept)
    return write_page(request, draft_composer(request.user, kept))


@require_POST
def publication(request: SignedInRequest, pk: int) -> HttpResponse:
    """Now, whatever time it has."""
    kept = get_object_or_404(Draft.objects.visible_to(request.user), pk=pk)
    try:
        post = publish_draft(actor=request.user, draft=kept)
    except InvalidInput as problem:
        messages.error(request, problem.message)
        return see_drafts(request, kept)
    return _see(request, post)


def _draft(request: SignedInRequest, pk: int) -> Draft | None:
    mine = Draft.objects.visible_to(request.user).select_related("space")
    return mine.filter(pk=pk).first()


def _edit(request: SignedInRequest, kept: Draft) -> HttpResponse:
    form = DraftForm(**sent(request), zone=schedule_of(request.user).zone)
    if goes_on(request):
        return write_page(request, draft_composer(request.user, kept, form=form))
    changed = attempt(form, _change, actor=request.user, draft=kept)
    if changed is None:
        return write_page(request, draft_composer(request.user, kept, form=form), status=422)
    if isinstance(changed, Post):
        return _see(request, changed)
    return see_drafts(request, changed)


def _change(*, key: Any, publishes: bool, **draft: Any) -> Draft | Post:
    del key  # an edit is idempotent by itself
    changed = edit_draft(**draft)
    return publish_draft(actor=draft["actor"], draft=changed) if publishes else changed


def _published_meanwhile(request: SignedInRequest) -> HttpResponse:
    """The clock published it while its author was changing it: the changes are for the post now."""
    key: UUID | None = TolerantKey(required=False).clean(request.POST.get("key", ""))
    posts = Post.objects.visible_to(request.user).with_card().filter(author=request.user)
    said = posts.filter(key=key).first() if key and request.method == "POST" else None
    if said is None:
        raise Http404
    form = PostForm(request.POST)
    form.add_error(
        None,
        _("This was published meanwhile. Save, and the post says what you have written here."),
    )
    return write_page(request, edit_composer(request.user, said, form=form), status=422)


def _see(request: SignedInRequest, post: Post) -> HttpResponse:
    url = post.get_absolute_url()
    if wants_fragment(request):
        return HttpResponse(headers={"HX-Redirect": url})
    return see_other(url)
