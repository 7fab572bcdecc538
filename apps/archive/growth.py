"""What Postgres believes of the tables an import fills.

Its plans rest on what it last counted: tables that were empty then. It would go on reading a whole
table for each row, to join it or to check a reference, until it counts again by itself, which it
cannot before the rows are committed.
"""

from django.db import connection

from apps.archive.models import ImportedItem
from apps.posts.models import Comment, CommentReaction, Post, PostReaction
from apps.profiles.models import Profile, User
from apps.search.models import SearchEntry
from apps.spaces.models import Membership, Space, SpaceGrant

FILLED = (
    User, Profile, Space, Membership, SpaceGrant, Post, Comment, PostReaction, CommentReaction,
    SearchEntry, ImportedItem,
)  # fmt: skip


class Growth:
    """Has the tables counted each time the import has doubled, and at its end."""

    def __init__(self) -> None:
        self._batches = self._counted = 0

    def add_batch(self) -> None:
        self._batches += 1
        if self._batches >= 2 * self._counted:
            self.count()

    def count(self) -> None:
        """Nothing to do where nothing came since the last time."""
        if self._batches == self._counted:
            return
        self._counted = self._batches
        with connection.cursor() as db:
            db.execute(f"ANALYZE {', '.join(model._meta.db_table for model in FILLED)}")
