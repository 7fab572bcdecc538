"""Where something new waits: the answer that lists of spaces ask for (apps/spaces/news.py)."""

from collections.abc import Collection
from typing import Any

from django.db.models import BooleanField, Exists, OuterRef, QuerySet
from django.db.models.expressions import RawSQL

from apps.core.prepared import Prepared, Statement
from apps.feed.models import SeenMarker
from apps.posts.models import Post
from apps.spaces.models import Space
from apps.spaces.news import answer_news


@answer_news
def unseen(user: Any, space_ids: Collection[int]) -> set[int]:
    """Of these, the spaces where somebody else wrote since this person last looked in."""
    return {pk for (pk,) in _UNSEEN.rows(user.pk, list(space_ids))}


def _unseen(user: Any) -> QuerySet[Any]:
    """Of the spaces of the second value those ids."""
    markers = SeenMarker.objects.visible_to(user)
    looked_into = markers.filter(_among("feed_seenmarker.space_id"))
    newer = Post.objects.within(OuterRef("space_id")).not_kept_from(user).exclude(author=user)
    waiting = looked_into.filter(Exists(newer.filter(published_at__gt=OuterRef("seen_at"))))
    never = (
        Space.objects.visible_to(user)
        .filter(_among("spaces_space.id"), memberships__user=user)
        .exclude(Exists(markers.filter(space=OuterRef("pk"))))
        .filter(
            Exists(Post.objects.within(OuterRef("pk")).not_kept_from(user).exclude(author=user))
        )
    )
    return waiting.values_list("space_id").union(never.values_list("pk"))


def _among(column: str) -> RawSQL:
    condition = f"{column} = ANY ($2)"
    return RawSQL(condition, [], output_field=BooleanField())  # noqa: S611 - our own names


_SPACES: Prepared[Space] = Prepared(_unseen)
_UNSEEN = Statement("unseen", lambda: _SPACES.text, "bigint", "bigint[]")
