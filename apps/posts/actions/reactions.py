"""One word in answer: given, changed, taken back. The counts move under the object's row lock."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from apps.core.decisions import require
from apps.core.errors import InvalidInput
from apps.events.actions import record
from apps.posts.events import CommentReacted, PostReacted
from apps.posts.models import Comment, CommentReaction, Post, PostReaction, ReactionKind
from apps.posts.permissions import can_react, can_take_part
from apps.profiles.models import User
from apps.spaces.permissions import standing


@transaction.atomic
def react(*, user: User, said: Post | Comment, kind: str) -> None:
    """Give one's reaction, or change it. The same again changes nothing."""
    if kind not in ReactionKind.values:
        raise InvalidInput("kind", _("Choose one of the reactions."))
    require(can_react(standing(user, _space_of(said))))
    require(can_take_part(user, said if isinstance(said, Post) else said.post))
    locked = type(said).objects.select_for_update().get(pk=said.pk)
    rows = _rows(locked)
    before = rows.filter(user=user).first()
    if before and before.kind == kind:
        return
    rows.update_or_create(user=user, **_target(locked), defaults={"kind": kind})
    _recount(locked, minus=before.kind if before else None, plus=kind)
    _tell(user, locked)


@transaction.atomic
def take_back_reaction(*, user: User, said: Post | Comment) -> None:
    """Leave no trace of having reacted. Without a reaction, nothing happens."""
    locked = type(said).objects.select_for_update().get(pk=said.pk)
    before = _rows(locked).filter(user=user).first()
    if before is None:
        return
    before.delete()
    _recount(locked, minus=before.kind, plus=None)
    _tell(user, locked)


def _space_of(said: Post | Comment):  # type: ignore[no-untyped-def]
    return said.space if isinstance(said, Post) else said.post.space


def _rows(said: Post | Comment):  # type: ignore[no-untyped-def]
    model = PostReaction if isinstance(said, Post) else CommentReaction
    return model.objects.filter(**_target(said))


def _target(said: Post | Comment) -> dict[str, Post | Comment]:
    return {"post" if isinstance(said, Post) else "comment": said}


def _recount(said: Post | Comment, *, minus: str | None, plus: str | None) -> None:
    counts = dict(said.reaction_counts)
    if minus:
        counts[minus] = counts.get(minus, 1) - 1
    if plus:
        counts[plus] = counts.get(plus, 0) + 1
    said.reaction_counts = {kind: n for kind, n in counts.items() if n > 0}
    said.save(update_fields=["reaction_counts"])
    post_id = said.pk if isinstance(said, Post) else said.post_id
    Post.objects.filter(pk=post_id).update(version=F("version") + 1)


def _tell(user: User, said: Post | Comment) -> None:
    if isinstance(said, Post):
        record(
            PostReacted(
                actor_id=user.pk,
                space_id=said.space_id,
                post_id=said.pk,
                circle_id=said.circle_id,
            )
        )
        return
    record(
        CommentReacted(
            actor_id=user.pk,
            space_id=said.post.space_id,
            post_id=said.post_id,
            circle_id=said.post.circle_id,
            comment_id=said.pk,
        )
    )
