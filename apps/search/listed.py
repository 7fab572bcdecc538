"""The kinds of this product's first floors, declared in the order in which they are shown."""

from apps.search import files, named, texts, topics
from apps.search.kinds import KINDS

__all__ = ["KINDS", "files", "named", "texts", "topics"]
