"""Files by their names, where the words they stand with are read."""

from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from apps.core.among import Among
from apps.core.normalise import prefix_query
from apps.core.pagination import Page, keyset
from apps.core.prepared import Prepared
from apps.files.models import StoredFile
from apps.posts.models import Attachment
from apps.search.bounded import bounded
from apps.search.kinds import Kind, declare
from apps.search.query import Query

# Of so many of that name, the newest, it is asked who may know of them.
MOST = 2000
GLANCED = 5


def look_for_files(person: Any, query: Query, cursor: str, limit: int) -> Page[Attachment]:
    """The newest first, of the files whose names the words begin. Raises `TookTooLong`."""
    starts = prefix_query(query.plain)
    if not starts:
        return Page([])
    words = Q(searchable=SearchQuery(starts, search_type="raw", config="simple"))
    with bounded():
        return keyset(_named(person, words), order={"-id": int}, cursor=cursor, limit=limit)


def glance_at_files(person: Any, query: Query, limit: int) -> list[Attachment]:
    """The newest few of the same, from a statement planned once. Raises `TookTooLong`."""
    starts = prefix_query(query.plain)
    if not starts:
        return []
    with bounded():
        return _GLANCE.rows(person, starts)[:limit]


def _named(person: Any, words: Q) -> QuerySet[Attachment]:
    """Of the newest files whose names have these words, those that this person may know of."""
    named = StoredFile.objects.filter(words, state=StoredFile.State.READY)
    newest = named.order_by("-pk").values_list("attachment")[:MOST]
    readable = Attachment.objects.in_readable_spaces(person).filter(Q(Among(newest)))
    return readable.select_related("file", "post__space", "comment__post__space")


def _newest(person: Any) -> QuerySet[Attachment]:
    words = RawSQL("searchable @@ to_tsquery('simple', $2)", [], output_field=BooleanField())
    return _named(person, Q(words)).order_by("-id")[:GLANCED]


_GLANCE: Prepared[Attachment] = Prepared(_newest, "text")

FILES = declare(
    Kind(
        "file",
        _("Files"),
        ("files", "fichier", "fichiers", "document", "documents", "picture", "image", "photo"),
        look=look_for_files,
        glance=glance_at_files,
    )
)
