"""Where something new waits: the answer that lists of spaces ask for (apps/spaces/news.py)."""

from collections.abc import Collection
from typing import Any

from django.db.models import Exists, F, OuterRef

from apps.feed.models import SeenMarker
from apps.posts.models import Post
from apps.spaces.models import Space
from apps.spaces.news import answer_news


@answer_news
def unseen(user: Any, space_ids: Collection[int]) -> set[int]:
    """Of these, the spaces where somebody else wrote since this person last looked in."""
    looked_into = SeenMarker.objects.visible_to(user).filter(space__in=space_ids)
    newer = Post.objects.within(OuterRef("space_id")).not_kept_from(user).exclude(author=user)
    waiting = looked_into.filter(Exists(newer.filter(published_at__gt=OuterRef("seen_at"))))
    never = (
        Space.objects.visible_to(user)
        .filter(pk__in=space_ids, memberships__user=user)
        .exclude(pk__in=looked_into.values("space"))
        .filter(
            Exists(Post.objects.within(OuterRef("pk")).not_kept_from(user).exclude(author=user))
        )
    )
    return set(waiting.values_list("space_id", flat=True).union(never.values_list(F("pk"))))
