"""Finds a record for a view: its row in the catalogue, its files in the archive, the words of a page."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest

from archive import Archive, safe_name
from archive.stores.folder import FolderStore
from portal.configuration import current
from portal.models import CatalogueRecord
from portal.rights.asking import rights_of
from portal.rights.missing import RightMissing
from portal.rights.roles import Right
from records import Page, Record, record_id_for
from records.errors import HosoError

ORIGINAL = "original/"
_RECORDS_KEPT = 8
"""Parsed words of so many records stay in memory: people turn the pages of one record after another."""


def held_record(request: HttpRequest, record_id: str, right: Right = Right.SEE) -> CatalogueRecord:
    """The record's row, for a person who holds `right` for it.

    `Http404` when there is none or the person may not see it, which must look the same; `PermissionDenied`
    when they may see it, but not do that.
    """
    rights = rights_of(request)
    row = CatalogueRecord.objects.filter(pk=record_id).first()
    if row is None or not rights.may_with(Right.SEE, row):
        raise Http404("no such record")
    if not rights.may_with(right, row):
        raise RightMissing(right)
    return row


def record_of(row: CatalogueRecord) -> Record:
    """The record as archived, its pages without words."""
    return Record.from_json(row.record)


def the_archive() -> Archive:
    """The archive of this process's data directory."""
    return _archive_in(current().data_dir)


@lru_cache(maxsize=4)
def _archive_in(data_dir: Path) -> Archive:
    return Archive(FolderStore(data_dir / "archive"))


@dataclass(frozen=True, slots=True)
class HeldOriginal:
    """Where the archive keeps the file that a record came from."""

    record_id: str
    """Of the record itself, or of the first part of the file that held both."""
    path: str
    version: int


def original_of(row: CatalogueRecord, version: int | None = None) -> HeldOriginal | None:
    """The original of a record: its own, or that of the file of which it is a part; `None` without one."""
    return next(iter(originals_of(row, version)), None)


def originals_of(row: CatalogueRecord, version: int | None = None) -> list[HeldOriginal]:
    """All originals: two where fronts and backs came as two files, the fronts first."""
    archive = the_archive()
    first_id = record_id_for(row.source_sha256)
    for record_id, number in ((row.record_id, version or version_number(row)), (first_id, None)):
        if not archive.has(record_id):
            continue
        held = archive.head(record_id) if number is None else archive.versions(record_id)[number - 1]
        named = ORIGINAL + safe_name(row.source_name)
        paths = sorted(
            (path for path in held.files if path.startswith(ORIGINAL)), key=lambda path: (path != named, path)
        )
        if paths:
            return [HeldOriginal(record_id, path, held.number) for path in paths]
    return []


def version_number(row: CatalogueRecord) -> int:
    """Number of the archived version that the catalogue shows."""
    return int(row.version.removeprefix("v"))


def page_with_words(row: CatalogueRecord, number: int, version: int | None = None) -> Page | None:
    """Page `number` with its words; `None` when the archive cannot give them, which the caller says.

    Of the version that the catalogue shows unless told.
    """
    try:
        pages = _words(current().data_dir, row.record_id, version or version_number(row))
    except (HosoError, ValueError, KeyError, TypeError):
        return None
    raw = pages.get(number)
    return Page.from_json(raw) if raw is not None else None


# A page's words as JSON holds them; `Page.from_json` is what gives them types.
@lru_cache(maxsize=_RECORDS_KEPT)
def _words(data_dir: Path, record_id: str, version: int) -> dict[int, dict[str, Any]]:
    raw = json.loads(_archive_in(data_dir).read(record_id, "words.json", version=version))
    return {int(page["number"]): page for page in raw["pages"]}
