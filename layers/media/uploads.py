"""Uploads are bounded while they arrive, before any form has seen them."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

from layers.media.images import MAX_BYTES

_MAX_REQUEST = 4 * MAX_BYTES


class BoundedUploadHandler(FileUploadHandler):
    """First in FILE_UPLOAD_HANDLERS. Of a file that is too large one chunk more than MAX_BYTES
    is passed on, so that its form can say so; the rest is read and forgotten."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        if content_length > _MAX_REQUEST:
            raise RequestDataTooBig("an upload is far beyond every bound")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start <= MAX_BYTES else None

    def file_complete(self, file_size: int) -> None:
        """The handlers after this one hold the file."""
