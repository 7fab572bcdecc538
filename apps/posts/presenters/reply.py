"""The line one answers in, under a post, under a comment, or over one's own comment."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.kept import Kept
from apps.core.addresses import address
from apps.posts.forms import CommentForm
from apps.posts.given import audience_with_guests
from apps.posts.models import Comment, Post
from apps.posts.presenters.tray import Tray, tray_of
from apps.profiles.lines import person_line
from apps.spaces.audience import Audience


@dataclass(frozen=True, slots=True)
class Reply:
    """Arguments of posts/_comment_form.html; token, key and author are its slots. `is_kept`: the
    conversation is for those who read it before its space was opened.
    """

    action: str
    id: str
    audience: Audience
    readers_url: str
    mentions_url: str
    tray: Tray
    parent: int | None = None
    name: str = ""
    body: str = ""
    error: str = ""
    kept: str = ""
    submit: str = ""
    is_open: bool = False
    is_kept: bool = False


def reply_to(
    user: Any,
    post: Post,
    *,
    parent: Comment | None = None,
    form: CommentForm | None = None,
    kept: Kept | None = None,
    is_open: bool = False,
) -> Reply:
    """A new answer. Needs `post.space` and `post.circle` loaded, and the author of `parent`."""
    said = _("Your session had ended. Here is what you were writing.")
    return Reply(
        action=reverse("comments", args=[post.pk]),
        id=f"c{parent.pk}" if parent else str(post.pk),
        audience=audience_with_guests(post),
        readers_url=address("post_readers", post.pk),
        mentions_url=reverse("mentions", args=[post.space.slug]),
        parent=parent.pk if parent else None,
        name=person_line(parent.author).name if parent else "",
        kept=said if kept else "",
        is_open=is_open,
        is_kept=post.circle_id is not None,
        tray=tray_of(user, form=form, sent=kept.fields if kept else None),
        **(_refused(form) if form else {"body": kept.body if kept else ""}),
    )


def edit_of(user: Any, comment: Comment, *, form: CommentForm | None = None) -> Reply:
    """One's own words again. Needs `comment.post.space` and its `circle` loaded."""
    return Reply(
        action=reverse("comment", args=[comment.pk]),
        id=f"e{comment.pk}",
        audience=audience_with_guests(comment.post),
        readers_url=address("post_readers", comment.post_id),
        mentions_url=reverse("mentions", args=[comment.post.space.slug]),
        submit=_("Save"),
        is_open=True,
        tray=tray_of(user, form=form, said=comment),
        **(_refused(form) if form else {"body": comment.html}),
    )


def _refused(form: CommentForm) -> dict[str, Any]:
    others = [name for name in form.errors if name != "files"]
    errors = [str(error) for name in others for error in form.errors[name]]
    return {"body": form["body"].value() or "", "error": " ".join(errors)}
