"""What posts do when something happens to the space they stand in (apps/spaces/above.py)."""

from datetime import datetime

from django.db.models import Count

from apps.posts.actions.consent import keep_apart
from apps.posts.models import Comment, Post
from apps.spaces.above import answer_involvement, count_conversations, when_opened
from apps.spaces.models import Circle, Space


@when_opened
def keep_what_was_said(circle: Circle) -> None:
    keep_apart(circle)


@count_conversations
def conversations(space: Space) -> int:
    return Post.objects.within(space).count()


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
