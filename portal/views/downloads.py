"""Hands out a record's files as the archive keeps them."""

from __future__ import annotations

import mimetypes

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from portal.audit import Kind, note
from portal.held_records import ORIGINAL, held_record, originals_of, the_archive, version_number
from portal.models import CatalogueRecord
from portal.rights.guarding import needs
from portal.rights.roles import Right
from portal.short_numbers import short_number
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
@needs(Right.DOWNLOAD)
def original(request: HttpRequest, record_id: str) -> FileResponse:
    """The file as it was handed in, byte for byte; `?n=2` for the second of a stack in two files."""
    row = held_record(request, record_id, Right.DOWNLOAD)
    version = _asked(request, "version", version_number(row), version_number(row))
    originals = originals_of(row, version)
    held = originals[_asked(request, "n", 1, len(originals)) - 1]
    _note(request, row, "original", version)
    return _file(held.record_id, held.path, held.version, held.path.removeprefix(ORIGINAL))


@require_safe
@needs(Right.DOWNLOAD)
def searchable(request: HttpRequest, record_id: str) -> FileResponse:
    """The PDF/A with its recognised text; `?version=1` for that of an earlier version."""
    row = held_record(request, record_id, Right.DOWNLOAD)
    stem = row.source_name.rsplit(".", 1)[0] or record_id
    version = _asked(request, "version", version_number(row), version_number(row))
    _note(request, row, "searchable", version)
    return _file(record_id, "searchable.pdf", version, f"{stem}.pdf")


@require_safe
@needs(Right.DOWNLOAD)
def described(request: HttpRequest, record_id: str, version: int) -> FileResponse:
    """`record.json` of one version: what was read, by whom it was corrected, as the archive keeps it."""
    row = held_record(request, record_id, Right.DOWNLOAD)
    if not 1 <= version <= version_number(row):
        raise Http404("the record has no such version")
    _note(request, row, "record.json", version)
    return _file(record_id, "record.json", version, f"{record_id}-v{version}.json")


@require_safe
@needs(Right.DOWNLOAD)
def rescanned(request: HttpRequest, record_id: str, number: int) -> FileResponse:
    """The file of a later scan of a record or of one of its pages, byte for byte; from 1."""
    row = held_record(request, record_id, Right.DOWNLOAD)
    if not 1 <= number <= len(row.rescans):
        raise Http404("the record was not scanned again so often")
    entry = row.rescans[number - 1]
    _note(request, row, "rescan", version_number(row))
    return _file(record_id, str(entry.get("file", "")), version_number(row), str(entry.get("name", "")))


def _asked(request: HttpRequest, name: str, usual: int, most: int) -> int:
    """The number that the address tells, from 1 to `most`; anything else is not there."""
    text = request.GET.get(name, str(usual)).removeprefix("v")
    number = short_number(text, digits=7)
    if number is None or not 1 <= number <= most:
        raise Http404("the record has no such version or file")
    return number


def _note(request: HttpRequest, row: CatalogueRecord, what: str, version: int) -> None:
    told = {"object": f"record:{row.record_id}", "unit": row.unit}
    note(request, Kind.RECORD_DOWNLOADED, **told, what=what, version=version)


def _file(record_id: str, path: str, version: int, name: str) -> FileResponse:
    try:
        stream = the_archive().open(record_id, path, version=version)
    except ObjectMissing as error:
        raise Http404("the record keeps no such file") from error
    guessed = mimetypes.guess_type(name)[0]
    kind = guessed if guessed in _SAFE_TYPES else "application/octet-stream"
    # Always saved, never shown in the portal's own origin: an original may be anything.
    return FileResponse(stream, as_attachment=True, filename=name, content_type=kind)
