"""What is too large is not kept while it is read: the rest of the form is, with its words."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from apps.files.limits import most_bytes


class Limited(FileUploadHandler):
    """First of the handlers. A file beyond the limit is passed over; its name is remembered in
    `request.too_large`, so that the form can say so.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self._size += len(raw_data)
        if self._size > most_bytes():
            if self.request is not None:
                passed_over = getattr(self.request, "too_large", [])
                self.request.too_large = [*passed_over, self.file_name]  # type: ignore[attr-defined]
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
