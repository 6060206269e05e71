"""Hands out a record's files as the archive keeps them."""

from __future__ import annotations

import mimetypes

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from portal.views.held_records import ORIGINAL, held_record, original_of, the_archive, version_number
from records.errors import ObjectMissing

_SAFE_TYPES = {
    "application/pdf",
    "image/jpeg",
    "image/png",
    "image/tiff",
    "image/webp",
    "image/gif",
    "image/bmp",
}
"""What a browser may be told; anything else is bytes to be saved."""


@require_safe
def original(_request: HttpRequest, record_id: str) -> FileResponse:
    """The file as it was handed in, byte for byte."""
    held = original_of(held_record(record_id))
    if held is None:
        raise Http404("the record keeps no original")
    return _file(held.record_id, held.path, held.version, held.path.removeprefix(ORIGINAL))


@require_safe
def searchable(_request: HttpRequest, record_id: str) -> FileResponse:
    """The PDF/A with its recognised text."""
    row = held_record(record_id)
    stem = row.source_name.rsplit(".", 1)[0] or record_id
    return _file(record_id, "searchable.pdf", version_number(row), f"{stem}.pdf")


def _file(record_id: str, path: str, version: int, name: str) -> FileResponse:
    try:
        stream = the_archive().open(record_id, path, version=version)
    except ObjectMissing as error:
        raise Http404("the record keeps no such file") from error
    guessed = mimetypes.guess_type(name)[0]
    kind = guessed if guessed in _SAFE_TYPES else "application/octet-stream"
    # Always saved, never shown in the portal's own origin: an original may be anything.
    return FileResponse(stream, as_attachment=True, filename=name, content_type=kind)
