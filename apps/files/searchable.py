"""What a file is found by: the words of its name."""

from collections.abc import Iterable

from apps.core.normalise import normalise
from apps.core.search_column import write_search_column
from apps.files.models import StoredFile


def refresh_searchable(files: Iterable[StoredFile]) -> None:
    write_search_column(StoredFile, ((file.pk, _words(file.name), "") for file in files))


def _words(name: str) -> str:
    """`_` joins words in names of files; in a search it does not."""
    return normalise(name.replace("_", " "))
