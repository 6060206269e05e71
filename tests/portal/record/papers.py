"""Records in archive and catalogue for the tests of the record's page."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image, ImageDraw

from archive import Archive
from archive.stores.folder import FolderStore
from records import FieldValue, Record, RecordId, record_id_for
from records.record import dump_json
from tests.portal.catalogued import PAGE_HEIGHT, PAGE_WIDTH, make_field, make_record

INTAKE = {"received_at": "2026-06-01T08:00:00+07:00"}


def archive_in(data_dir: Path) -> Archive:
    return Archive(FolderStore(data_dir / "archive"))


def scan_of(record: Record, *, dpi: int = 75) -> bytes:
    """A PDF with a page of A4 for each page of the record, a black bar where each word stands."""
    images = []
    for page in record.pages:
        image = Image.new("L", (round(PAGE_WIDTH * dpi / 300), round(PAGE_HEIGHT * dpi / 300)), 245)
        draw = ImageDraw.Draw(image)
        for word in page.words:
            draw.rectangle([edge * dpi / 300 for edge in word.box.as_list()], fill=30)
        images.append(image)
    out = io.BytesIO()
    images[0].save(out, "PDF", resolution=dpi, save_all=True, append_images=images[1:])
    return out.getvalue()


def deposit(
    data_dir: Path,
    record: Record,
    *,
    unit: str = "xa-a",
    intake: Mapping[str, object] | None = None,
    files: Mapping[str, bytes] | None = None,
    dpi: int = 75,
) -> RecordId:
    """Puts a record into archive and catalogue, as the worker does; its pages drawn at `dpi`."""
    from portal.catalogue.index import replace_records
    from portal.catalogue.rebuild import read_deposited

    record_id = record_id_for(record.source.sha256)
    contents: dict[str, Path | bytes] = {
        f"original/{record.source.name}": scan_of(record, dpi=dpi),
        "searchable.pdf": scan_of(record, dpi=dpi),
        "record.json": dump_json(record.to_json()),
        "words.json": dump_json(record.words_json()),
        "intake.json": dump_json({**INTAKE, "unit": unit, **(intake or {})}),
        **(files or {}),
    }
    archive_in(data_dir).deposit(
        record_id,
        contents,
        message="Tiếp nhận",
        user="hoso",
        created=datetime(2026, 6, 1, 1, tzinfo=UTC),
    )
    replace_records([read_deposited(archive_in(data_dir), record_id)])
    return record_id


def birth_record(**fields: FieldValue) -> Record:
    """A birth certificate of two pages."""
    return make_record(
        "GIẤY KHAI SINH\nHọ, chữ đệm, tên: LÒ THỊ MÂY\nNgày sinh: 05/03/2019\nSố định danh: 014319000123",
        "Nơi sinh: Trạm y tế xã Tiên Phú\nNgười đi khai sinh: LÒ VĂN PÁNH",
        name="khai sinh.pdf",
        record_type="birth_certificate",
        fields={
            "child_full_name": make_field("LÒ THỊ MÂY", "Lò Thị Mây"),
            "child_birth_date": make_field("05/03/2019", "2019-03-05"),
            **fields,
        },
    )
