"""Takes what a visitor sends into a file without a name, which is gone with the request, come what may."""

from __future__ import annotations

import tempfile
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from portal.configuration import current
from portal.public.checking import MOST_PDF_BYTES

PAGES = ("/kiem-tra/", "/verify/")
FORM_BYTES = 1 << 20
PUBLIC_BYTES = MOST_PDF_BYTES + FORM_BYTES


def is_public_upload(method: str | None, path: str) -> bool:
    """Whether this is a paper for the public page."""
    return method == "POST" and path in PAGES and current().public_verification


class UnnamedFile(FileUploadHandler):
    """Keeps the first file of a form, at most `PUBLIC_BYTES`, where no folder lists it."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self._stream: IO[bytes] | None = None
        self._size = 0

    def new_file(self, *given: Any, **named: Any) -> None:
        super().new_file(*given, **named)
        if self._stream is not None:
            raise StopUpload(connection_reset=True)
        self._stream = tempfile.TemporaryFile()  # noqa: SIM115  closed with the request

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002  Django's signature
        assert self._stream is not None  # noqa: S101  `new_file` came first
        self._size += len(raw_data)
        if self._size > PUBLIC_BYTES:
            raise StopUpload(connection_reset=True)
        self._stream.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        assert self._stream is not None  # noqa: S101
        self._stream.seek(0)
        return UploadedFile(
            self._stream, self.file_name, self.content_type, file_size, self.charset, self.content_type_extra
        )
