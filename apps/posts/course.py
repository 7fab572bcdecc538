"""What posts do when something happens to the space they stand in (apps/spaces/above.py)."""

from datetime import datetime

from django.db.models import Count, Q

from apps.files.actions import remove_file
from apps.files.models import StoredFile
from apps.posts.actions.consent import keep_apart
from apps.posts.actions.guests import end_guesthood
from apps.posts.models import Comment, Draft, Post
from apps.spaces.above import (
    answer_involvement,
    count_conversations,
    when_deleted,
    when_excluded,
    when_opened,
)
from apps.spaces.models import Circle, Space

BATCH = 500


@when_opened
def keep_what_was_said(circle: Circle) -> None:
    keep_apart(circle)


@count_conversations
def conversations(space: Space) -> int:
    return Post.objects.within(space).count()


@when_deleted
def delete_what_was_said(space_id: int) -> None:
    """Words, answers, reactions, files with their bytes, and what upper floors keep of them."""
    Draft.objects.filter(space=space_id).delete()
    here = Q(attachment__post__space=space_id) | Q(attachment__comment__post__space=space_id)
    for file in StoredFile.objects.filter(here).distinct():
        remove_file(file)
    posts = Post.objects.filter(space=space_id).order_by("pk").values_list("pk", flat=True)
    while batch := list(posts[:BATCH]):
        Post.objects.filter(pk__in=batch).delete()


@when_excluded
def take_back_what_was_given(person_id: int, space_id: int) -> None:
    end_guesthood(person_id, space_id)


@answer_involvement
def involvement(space: Space, since: datetime) -> dict[int, int]:
    """Posts and answers since then, by author. Two queries."""
    posts = Post.objects.within(space).filter(published_at__gte=since)
    answers = Comment.objects.filter(post__space=space, withdrawn_at=None, published_at__gte=since)
    found: dict[int, int] = {}
    for said in (posts, answers):
        counted = said.order_by().values_list("author").annotate(times=Count("pk"))
        for person_id, times in counted:
            found[person_id] = found.get(person_id, 0) + times
    return found
