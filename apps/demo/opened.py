"""A space of the company was opened some weeks ago: most of what was said before still waits."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from apps.demo.cast import dice_of
from apps.demo.story import SpaceStory, Story
from apps.posts.models import Comment, Consent, Post
from apps.profiles.models import User
from apps.spaces.bulk_grants import circle_of
from apps.spaces.models import Circle, JournalEntry, Space

# Of those who wrote there, the share who agreed to open what they wrote.
AGREED = 0.75


def open_spaces(story: Story, cast: dict[str, User], now: datetime) -> None:
    for told in story.spaces:
        if told.opened_days_ago:
            _open(told, cast, now - timedelta(days=told.opened_days_ago))


def _open(told: SpaceStory, cast: dict[str, User], at: datetime) -> None:
    """As `change_kind` does it, some time ago."""
    space = Space.objects.get(slug=told.slug)
    circle = circle_of(space)
    Circle.objects.filter(pk=circle.pk).update(made_at=at)
    JournalEntry.objects.create(
        space=space,
        kind=JournalEntry.Kind.KIND_CHANGED,
        at=at,
        shown_from=at,
        actor=cast[told.owner],
        detail={"before": space.kind, "after": Space.Kind.OPEN.value},
    )
    Space.objects.filter(pk=space.pk).update(kind=Space.Kind.OPEN)
    kept = Post.objects.filter(space=space, published_at__lt=at)
    kept.update(circle=circle)
    accounts = {cast[person].pk for person in cast if cast[person].has_usable_password()}
    _agree(list(kept), accounts, at)


def _agree(kept: Iterable[Post], undecided: set[int], at: datetime) -> None:
    """Most agreed within a few days; the accounts one signs in with have not been asked yet."""
    agreed = []
    for post in kept:
        writers = {post.author_id}
        writers |= set(Comment.objects.filter(post=post).values_list("author_id", flat=True))
        willing = {pk for pk in writers - undecided if dice_of(f"agrees {pk}").random() < AGREED}
        agreed += [
            Consent(post=post, person_id=pk, agreed_at=at + timedelta(days=1)) for pk in willing
        ]
        if writers <= willing:
            Post.objects.filter(pk=post.pk).update(circle=None)
    Consent.objects.bulk_create(agreed)
