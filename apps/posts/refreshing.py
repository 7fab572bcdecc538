"""Cards show their authors' names, faces and jobs: a change there makes them new versions."""

from django.core.cache import cache
from django.db.models import F

from apps.posts.models import Comment, Post

BATCH = 2000
# As apps/posts/rendering.py calls them: `card:release:post:version:author:space:version:language`.
KEPT = ("card", "full", "thread")


def refresh_cards(person_id: int) -> None:
    """Idempotent in effect: once more only renders once more."""
    commented = Comment.objects.filter(author=person_id).values_list("post_id", flat=True)
    written = Post.objects.filter(author=person_id).values_list("pk", flat=True)
    ids = sorted({*written, *commented})
    for start in range(0, len(ids), BATCH):
        Post.objects.filter(pk__in=ids[start : start + BATCH]).update(version=F("version") + 1)


def forget_cards_of_space(space_id: int) -> None:
    """A deleted space leaves no words in the common cache; each process forgets by itself."""
    for name in KEPT:
        pattern = f"{name}:*:*:*:*:{space_id}:*"
        cache.delete_pattern(pattern, itersize=1000)  # type: ignore[attr-defined]
