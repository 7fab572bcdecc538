from apps.search.actions.indexing import (
    index_comments,
    index_missing,
    index_new,
    index_posts,
    index_space,
)
from apps.search.actions.rebuilding import RebuildUnderWay, rebuild

__all__ = [
    "RebuildUnderWay",
    "index_comments",
    "index_missing",
    "index_new",
    "index_posts",
    "index_space",
    "rebuild",
]
