"""Words of reaction to what I wrote, said together."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from apps.notifications.kinds.registry import Kind, Said, Urgency, declare
from apps.posts.events import CommentReacted, PostReacted
from apps.posts.models import Comment, CommentReaction, Post, PostReaction

Reacted = PostReacted | CommentReacted


def _author(event: Reacted) -> Iterable[int]:
    """Whose words they were; nobody when the reaction was taken back."""
    given: QuerySet[Any]
    said: QuerySet[Any]
    if isinstance(event, CommentReacted):
        given = CommentReaction.objects.filter(comment=event.comment_id, user=event.actor_id)
        said = Comment.objects.filter(pk=event.comment_id)
    else:
        given = PostReaction.objects.filter(post=event.post_id, user=event.actor_id)
        said = Post.objects.filter(pk=event.post_id)
    return said.values_list("author_id", flat=True) if given.exists() else ()


def _subject(event: Reacted) -> str:
    return event.keys[-1]


def _occasion(event: Reacted, event_id: int) -> str:
    """Given, changed, given again: one person's reaction to one thing is told once."""
    del event_id
    return f"reaction.{event.keys[-1]}.{event.actor_id}"


def _still_there(notifications: QuerySet[Any]) -> QuerySet[Any]:
    by_actor = {"user": OuterRef("actor_id")}
    on_comment = CommentReaction.objects.filter(comment=OuterRef("comment_id"), **by_actor)
    on_post = PostReaction.objects.filter(post=OuterRef("post_id"), **by_actor)
    return notifications.filter(
        Q(Exists(on_comment), comment__isnull=False) | Q(Exists(on_post), comment=None)
    )


def _sentence(said: Said) -> str:
    if said.is_comment:
        return said.choose(
            _("%(first)s reacted to your comment on “%(about)s”"),
            _("%(first)s and %(second)s reacted to your comment on “%(about)s”"),
            ngettext(
                "%(first)s and %(others)s other person reacted to your comment on “%(about)s”",
                "%(first)s and %(others)s other people reacted to your comment on “%(about)s”",
                said.others,
            ),
        )
    return said.choose(
        _("%(first)s reacted to “%(about)s”"),
        _("%(first)s and %(second)s reacted to “%(about)s”"),
        ngettext(
            "%(first)s and %(others)s other person reacted to “%(about)s”",
            "%(first)s and %(others)s other people reacted to “%(about)s”",
            said.others,
        ),
    )


REACTED = declare(
    Kind(
        slug="reacted",
        label=gettext_lazy("Reactions to me"),
        explanation=gettext_lazy("Somebody reacts to what you wrote. They are told together."),
        events=(PostReacted, CommentReacted),
        told=_author,
        sentence=_sentence,
        is_direct=True,
        is_everyday=True,
        rank=25,
        mail=False,
        push=False,
        urgency=Urgency.DIGEST,
        subject=_subject,
        occasion=_occasion,
        still_true=_still_there,
        icon="spark",
    )
)
