"""What is to be indexed, read from the live rows: nothing withdrawn, nor under what was.

For the index alone, which is no reader: whoever searches starts at `visible_to`.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from apps.posts.models import Comment, Post
from apps.search.vectors import Text
from apps.spaces.models import Space


def post_texts(which: Q) -> list[Text]:
    """The standing posts among those that `which` names, in the order of their ids. One query."""
    rows = Post.objects.filter(which, withdrawn_at=None).order_by("pk")
    columns = ("pk", "space_id", "space__kind", "space__language", "author_id", "published_at")
    return [
        _text(row[0], None, row[1:], title, text)
        for *row, title, text in _rows(rows, *columns, "title", "text")
    ]


def comment_texts(which: Q) -> list[Text]:
    """The same of comments."""
    rows = Comment.objects.filter(which, withdrawn_at=None, post__withdrawn_at=None).order_by("pk")
    columns = (
        "post_id", "pk", "post__space_id", "post__space__kind", "post__space__language",
        "author_id", "published_at",
    )  # fmt: skip
    return [
        _text(row[0], row[1], row[2:], "", text) for *row, text in _rows(rows, *columns, "text")
    ]


def _rows(rows: QuerySet[Any], *columns: str) -> Iterable[Any]:
    return rows.values_list(*columns)


def _text(post_id: int, comment_id: int | None, row: list[Any], title: str, text: str) -> Text:
    space_id, kind, language, author_id, said_at = row
    is_open = kind == Space.Kind.OPEN
    return Text(post_id, comment_id, space_id, is_open, language, author_id, said_at, title, text)
