"""A synthetic organisation, for measuring: the same rows every time, through COPY."""

import random
import time
from collections.abc import Callable
from functools import partial

from django.db import connection, transaction

from apps.demo.scale.plan import Plan, Sizes
from apps.demo.scale.rows_of_people import write_people
from apps.demo.scale.rows_of_spaces import write_spaces
from apps.demo.scale.rows_of_words import write_words
from apps.events.models import OutboxEvent
from apps.feed.models import SeenMarker
from apps.posts.models import Comment, Post, PostReaction
from apps.profiles.models import Profile, User
from apps.spaces.models import Follow, Membership, Space, SpaceGrant

MEASURED = "measured@scale.example"
WRITTEN = (
    User, Profile, Space, Membership, SpaceGrant, Follow, SeenMarker, Post, PostReaction, Comment,
    OutboxEvent,
)  # fmt: skip

# What is being written, how many rows of it are done, how many there will be.
OnProgress = Callable[[str, int, int], None]


def seed(
    sizes: Sizes, *, password: str, on_progress: OnProgress = lambda what, done, total: None
) -> None:
    """Write it all, in one transaction; nobody is told. Raises `ValueError` for sizes too small."""
    if min(sizes.people, sizes.spaces) < 2:
        raise ValueError("At least 2 people and 2 spaces are needed.")
    dice = random.Random(f"{sizes}")  # noqa: S311 - nothing here is a secret
    now = time.time()
    plan = Plan(sizes, dice)
    with transaction.atomic():
        first_person = write_people(plan, now, MEASURED, password, partial(on_progress, "People"))
        where = write_spaces(plan, now, first_person, on_progress)
        write_words(plan, now, where, on_progress)
    _vacuum(on_progress)


def _vacuum(on_progress: OnProgress) -> None:
    """The planner learns the sizes, and index-only scans which pages are settled."""
    for number, model in enumerate(WRITTEN, 1):
        on_progress("Statistics", number, len(WRITTEN))
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM (ANALYZE) {model._meta.db_table}")
