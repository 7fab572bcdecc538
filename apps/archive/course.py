"""What becomes of the copies of a space when the space goes."""

from django.core.files.storage import default_storage

from apps.archive.models import SpaceExport
from apps.spaces.above import when_deleted


@when_deleted
def delete_copies(space_id: int) -> None:
    for export in SpaceExport.objects.filter(space=space_id).exclude(stored_as=""):
        default_storage.delete(export.stored_as)
