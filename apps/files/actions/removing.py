"""A file goes: its bytes, then the row that knew where they were."""

from apps.files import storage
from apps.files.models import StoredFile


def remove_file(file: StoredFile) -> None:
    """For good. What could not be removed keeps its row, and a later round tries again.

    Whether it may go was decided above, by what it was attached to.
    """
    storage.drop(file.folder)
    file.delete()
