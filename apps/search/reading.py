"""What is to be indexed, read from the live rows: nothing withdrawn, nor under what was.

For the index alone, which is no reader: whoever searches starts at `visible_to`.

Three plain queries by primary key, no join: while an import fills tables that were empty when
Postgres last looked at them, it believes that they still are, and would join row by row.
What is deleted between two of the queries is left out.
"""

from collections.abc import Iterable

from django.db.models import Q

from apps.posts.models import Comment, Post
from apps.search.vectors import Text
from apps.spaces.models import Space

# Of a space: its id, whether it is open, its language.
Place = tuple[int, bool, str]


def post_texts(which: Q) -> list[Text]:
    """The standing posts among those that `which` names, in the order of their ids."""
    rows = list(
        Post.objects.filter(which, withdrawn_at=None)
        .order_by("pk")
        .values_list("pk", "space_id", "author_id", "published_at", "title", "text")
    )
    places = _places(space_id for _, space_id, *_ in rows)
    return [
        Text(post_id, None, *places[space_id], author_id, said_at, title, text)
        for post_id, space_id, author_id, said_at, title, text in rows
        if space_id in places
    ]


def comment_texts(which: Q) -> list[Text]:
    """The same of comments, but those under a withdrawn post."""
    rows = list(
        Comment.objects.filter(which, withdrawn_at=None)
        .order_by("pk")
        .values_list("pk", "post_id", "author_id", "published_at", "text")
    )
    posts = Post.objects.filter(pk__in={post_id for _, post_id, *_ in rows}, withdrawn_at=None)
    space_of = dict(posts.values_list("pk", "space_id"))
    places = _places(space_of.values())
    return [
        Text(post_id, comment_id, *places[space_of[post_id]], author_id, said_at, "", text)
        for comment_id, post_id, author_id, said_at, text in rows
        if space_of.get(post_id) in places
    ]


def _places(space_ids: Iterable[int]) -> dict[int, Place]:
    spaces = Space.objects.filter(pk__in=set(space_ids)).values_list("pk", "kind", "language")
    return {pk: (pk, kind == Space.Kind.OPEN, language) for pk, kind, language in spaces}
