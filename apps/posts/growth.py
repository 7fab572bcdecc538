"""The readers of a closed space have grown since people wrote there: their authors are told.

Each post carries how many could read it when it was published, or when its author was last told
(`audience_count`); none where everybody reads. One step is told once. Guests of one post do not
count: its author invites them, or is told of each.
"""

from collections import defaultdict

from django.db import transaction

from apps.events.actions import record
from apps.posts.events import AudienceGrew
from apps.posts.models import Post
from apps.spaces.models import Space

# More than ten people, or more than a fifth.
MANY, FIFTH = 10, 5
MOST_POSTS = 500


def readers_now(space: Space) -> int | None:
    """What a post published here carries; None, and no query, where everybody reads."""
    return None if space.kind == Space.Kind.OPEN else space.readers().count()


def grew(before: int, now: int) -> bool:
    return now > before + MANY or now * FIFTH > before * (FIFTH + 1)


@transaction.atomic
def tell_of_growth(space_id: int) -> int:
    """Have the authors told whose posts here more people can read; returns how many they are."""
    space = Space.objects.filter(pk=space_id).first()
    now = readers_now(space) if space else None
    if space is None or now is None:
        return 0
    fewer = Post.objects.within(space).filter(circle=None, audience_count__lt=now)
    fewer = fewer.select_for_update(no_key=True, skip_locked=True).order_by("pk")
    by_author: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for pk, author_id, before in fewer.values_list("pk", "author_id", "audience_count"):
        if before is not None and grew(before, now):
            by_author[author_id].append((pk, before))
    Post.objects.filter(pk__in=[pk for told in by_author.values() for pk, _before in told]).update(
        audience_count=now
    )
    for author_id, told in by_author.items():
        counts = [before for _pk, before in told]
        record(
            AudienceGrew(
                space_id=space_id,
                person_id=author_id,
                posts=[pk for pk, _before in told[:MOST_POSTS]],
                least=min(counts),
                most=max(counts),
                now=now,
            )
        )
    return len(by_author)
