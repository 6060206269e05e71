"""Drawn papers with doubts in archive and catalogue, and a portal that serves them."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from archive import Archive
from archive.stores.folder import FolderStore
from classifiers.specimens import compose, draw
from classifiers.understanding import field_doubts
from records import Record, RecordId, Source, record_id_for
from records.record import dump_json
from tests.portal.read_perfectly import read_perfectly

if TYPE_CHECKING:
    from portal.server import PortalServer

DPI = 200
DOUBTS = {"child_full_name": "NGUYEN THI SAI", "place_of_birth": "Trạm y tế xã Sai"}


def archive_in(data: Path) -> Archive:
    return Archive(FolderStore(data / "archive"))


def birth(seed: int = 1, doubts: Mapping[str, str] | None = None, *, turned: bool = False) -> Record:
    """A drawn birth certificate, read perfectly but for the fields of `doubts`, read as told and unsurely."""
    pages, seen = read_perfectly("birth_certificate", seed)
    fields = dict(seen.fields)
    for name, value in (DOUBTS if doubts is None else doubts).items():
        fields[name] = replace(fields[name], value=value, normalised=value, confidence=0.6)
    kind = _kind("birth_certificate")
    reasons = tuple(field_doubts(kind, fields, 0.9))
    digest = f"{seed:02x}{int(turned):02x}" * 16
    return Record(
        source=Source(f"khai sinh {seed}.pdf", digest, len(pages)),
        record_type=seen.record_type,
        type_confidence=seen.type_confidence,
        needs_review=bool(reasons),
        threshold=0.9,
        pages=tuple(pages),
        reasons=reasons,
        fields=fields,
    )


def _kind(code: str):  # type: ignore[no-untyped-def]  # a frozen model of another room
    from classifiers.catalogue import load_record_types

    return load_record_types()[code]


@cache
def scan(seed: int = 1, turned: int = 0) -> bytes:
    """The drawn paper as a scan, PDF; `turned` degrees counter-clockwise."""
    images = [draw(sheet, DPI).convert("L") for sheet in compose("birth_certificate", seed).sheets]
    images = [image.rotate(turned, expand=True) for image in images]
    out = io.BytesIO()
    images[0].save(out, "PDF", resolution=DPI, save_all=True, append_images=images[1:])
    return out.getvalue()


def deposit(data: Path, record: Record, pdf: bytes, *, day: int = 1, unit: str = "Xã Phú Lâm") -> RecordId:
    """Puts a record and its scan into archive and catalogue, as the worker does."""
    from portal.catalogue.index import replace_records
    from portal.catalogue.rebuild import read_deposited

    record_id = record_id_for(record.source.sha256)
    intake = {"received_at": f"2026-06-{day:02}T08:00:00+07:00", "unit": unit}
    contents: dict[str, Path | bytes] = {
        f"original/{record.source.name}": pdf,
        "searchable.pdf": pdf,
        "record.json": dump_json(record.to_json()),
        "words.json": dump_json(record.words_json()),
        "intake.json": dump_json(intake),
    }
    archive = archive_in(data)
    archive.deposit(record_id, contents, message="t", user="t", created=datetime(2026, 6, day, tzinfo=UTC))
    replace_records([read_deposited(archive, record_id)])
    return record_id


def held(data: Path, record_id: str) -> Record:
    """The record as the archive holds it now."""
    archive = archive_in(data)
    raw, words = (json.loads(archive.read(record_id, name)) for name in ("record.json", "words.json"))
    return Record.from_json(raw, words)


@contextmanager
def served() -> Iterator[PortalServer]:
    """The portal on a free port of this machine."""
    from portal.server import PortalServer

    with PortalServer("127.0.0.1", 0) as server:
        yield server


def session_of(name: str) -> str:
    """The cookie of somebody who has signed in."""
    from django.contrib.auth.models import User
    from django.test import Client

    client = Client()
    client.force_login(User.objects.get(username=name))
    return client.cookies["sessionid"].value
