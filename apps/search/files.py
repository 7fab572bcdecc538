"""Files by their names, where the words they stand with are read."""

from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.core.among import Among
from apps.core.normalise import prefix_query
from apps.core.pagination import Page, keyset
from apps.files.models import StoredFile
from apps.posts.models import Attachment
from apps.search.bounded import bounded
from apps.search.kinds import Kind, declare
from apps.search.query import Query

# Of so many of that name, the newest, it is asked who may know of them.
MOST = 2000


def look_for_files(person: Any, query: Query, cursor: str, limit: int) -> Page[Attachment]:
    """The newest first, of the files whose names the words begin. Raises `TookTooLong`."""
    starts = prefix_query(query.plain)
    if not starts:
        return Page([])
    words = SearchQuery(starts, search_type="raw", config="simple")
    named = StoredFile.objects.filter(searchable=words, state=StoredFile.State.READY)
    newest = named.order_by("-pk").values_list("attachment")[:MOST]
    readable = Attachment.objects.in_readable_spaces(person).filter(Q(Among(newest)))
    shown = readable.select_related("file", "post__space", "comment__post__space")
    with bounded():
        return keyset(shown, order={"-id": int}, cursor=cursor, limit=limit)


FILES = declare(
    Kind(
        "file",
        _("Files"),
        ("files", "fichier", "fichiers", "document", "documents", "picture", "image", "photo"),
        look=look_for_files,
    )
)
