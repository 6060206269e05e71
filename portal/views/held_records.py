"""Finds a record for a view: its row in the catalogue, its files in the archive, the words of a page."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.http import Http404

from archive import Archive
from archive.stores.folder import FolderStore
from portal.configuration import current
from portal.models import CatalogueRecord
from records import Page, Record
from records.errors import HosoError

_RECORDS_KEPT = 8
"""Parsed words of so many records stay in memory: people turn the pages of one record after another."""


def held_record(record_id: str) -> CatalogueRecord:
    """The record's row; `Http404` when the catalogue has none."""
    row = CatalogueRecord.objects.filter(pk=record_id).first()
    if row is None:
        raise Http404("no such record")
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


def version_number(row: CatalogueRecord) -> int:
    """Number of the archived version that the catalogue shows."""
    return int(row.version.removeprefix("v"))


def page_with_words(row: CatalogueRecord, number: int) -> Page | None:
    """Page `number` with its words; `None` when the archive cannot give them, which the caller says."""
    try:
        pages = _words(current().data_dir, row.record_id, version_number(row))
    except (HosoError, ValueError, KeyError, TypeError):
        return None
    raw = pages.get(number)
    return Page.from_json(raw) if raw is not None else None


# A page's words as JSON holds them; `Page.from_json` is what gives them types.
@lru_cache(maxsize=_RECORDS_KEPT)
def _words(data_dir: Path, record_id: str, version: int) -> dict[int, dict[str, Any]]:
    raw = json.loads(_archive_in(data_dir).read(record_id, "words.json", version=version))
    return {int(page["number"]): page for page in raw["pages"]}
