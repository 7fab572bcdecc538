"""Cards show their authors' names, faces and jobs: a change there makes them new versions."""

from django.db.models import F

from apps.posts.models import Comment, Post

BATCH = 2000


def refresh_cards(person_id: int) -> None:
    """Idempotent in effect: once more only renders once more."""
    commented = Comment.objects.filter(author=person_id).values_list("post_id", flat=True)
    written = Post.objects.filter(author=person_id).values_list("pk", flat=True)
    ids = sorted({*written, *commented})
    for start in range(0, len(ids), BATCH):
        Post.objects.filter(pk__in=ids[start : start + BATCH]).update(version=F("version") + 1)
