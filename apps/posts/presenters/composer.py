"""The form one writes in: where it goes, who will read, what was kept."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.kept import Kept, author_token
from apps.posts.forms import CommentForm, PostForm
from apps.posts.models import Comment, Post
from apps.profiles.lines import PersonLine, person_line
from apps.spaces.audience import Audience, exact_audience_of
from apps.spaces.models import Space


@dataclass(frozen=True, slots=True)
class Composer:
    """`action` is where the form is sent; `key` makes sending it twice publish once."""

    action: str
    person: PersonLine
    form: Form
    author: str
    key: UUID
    space_name: str = ""
    audience: Audience | None = None
    cancel_url: str = ""
    is_restored: bool = False
    choose_url: str = ""
    parent_id: int | None = None
    post_id: int | None = None
    comment_id: int | None = None


def starters() -> list[str]:
    """Beginnings of a sentence, for who hesitates."""
    return [_("I tried… and it failed because…"), _("Who knows…"), _("Thank you to… for…")]


def post_composer(
    user: Any,
    space: Space,
    *,
    form: PostForm | None = None,
    kept: Kept | None = None,
    start: str = "",
) -> Composer:
    """The open composer of a space that this person may post in.

    `start` is the number of a starter to begin with, as the address gives it; others count as none.
    """
    if form is None:
        form = PostForm(initial={"title": kept.title, "body": kept.body} if kept else _begun(start))
    return Composer(
        action=reverse("space_posts", args=[space.slug]),
        person=person_line(user),
        form=form,
        author=author_token(user),
        key=_key(form),
        space_name=space.title,
        audience=exact_audience_of(space),
        cancel_url=space.get_absolute_url(),
        is_restored=kept is not None,
        choose_url=reverse("space_picker"),
    )


def edit_composer(user: Any, post: Post, *, form: PostForm | None = None) -> Composer:
    """The composer over one's own published words."""
    return Composer(
        action=post.get_absolute_url(),
        person=person_line(user),
        form=form or PostForm(initial={"title": post.title, "body": post.html}),
        author=author_token(user),
        key=uuid4(),
        space_name=post.space.title,
        audience=exact_audience_of(post.space),
        cancel_url=post.get_absolute_url(),
    )


def comment_composer(
    user: Any,
    post: Post,
    *,
    form: CommentForm | None = None,
    kept: Kept | None = None,
    parent_id: int | None = None,
) -> Composer:
    """The answer form under a post, or under one comment of it."""
    if form is None:
        form = CommentForm(initial={"body": kept.body} if kept else None)
    return Composer(
        action=reverse("comments", args=[post.pk]),
        person=person_line(user),
        form=form,
        author=author_token(user),
        key=_key(form),
        space_name=post.space.title,
        audience=exact_audience_of(post.space),
        cancel_url=post.get_absolute_url(),
        is_restored=kept is not None,
        parent_id=parent_id,
        post_id=post.pk,
    )


def comment_edit_composer(
    user: Any, comment: Comment, *, form: CommentForm | None = None
) -> Composer:
    """The answer form over one's own published answer."""
    return Composer(
        action=reverse("comment", args=[comment.pk]),
        person=person_line(user),
        form=form or CommentForm(initial={"body": comment.html}),
        author=author_token(user),
        key=uuid4(),
        space_name=comment.post.space.title,
        audience=exact_audience_of(comment.post.space),
        cancel_url=comment.get_absolute_url(),
        post_id=comment.post_id,
        comment_id=comment.pk,
    )


def _begun(start: str) -> dict[str, str]:
    offered = dict(enumerate(starters(), start=1))
    begun = offered.get(int(start)) if start.isdecimal() and len(start) < 3 else None
    return {"body": begun.rstrip("…") + " "} if begun else {}


def _key(form: Form) -> UUID:
    """What was refused keeps its key: correcting and sending again is the same intent."""
    sent = form.cleaned_data.get("key") if form.is_bound and form.is_valid() else None
    return sent or uuid4()
