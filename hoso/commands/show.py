"""`hoso show`: one record with its evidence, read from the archive itself."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from rich.console import Console
from rich.table import Table

from archive import Archive
from classifiers.catalogue import load_record_types
from hoso.settings import Settings
from hoso.wiring import archive_of, open_catalogue
from records import Record
from records.errors import ObjectMissing
from records.identifiers import is_record_id

SUMMARY = "show one record: type, fields with evidence, pages, files in the archive"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="hs-… as lists and searches give it")
    parser.add_argument("--json", action="store_true")


def run(arguments: argparse.Namespace, settings: Settings, data_dir: Path) -> int:
    """1 when the archive has no such record, or holds it damaged."""
    open_catalogue(settings, data_dir)
    archive, record_id = archive_of(data_dir), arguments.id
    if not is_record_id(record_id) or not archive.has(record_id):
        raise ObjectMissing(record_id)
    record = Record.from_json(json.loads(archive.read(record_id, "record.json")))
    head = archive.head(record_id)
    if arguments.json:
        shown = {
            "schema": 1,
            "record_id": record_id,
            "version": f"v{head.number}",
            "record": record.to_json(),
            "files": list(head.files),
        }
        print(json.dumps(shown, ensure_ascii=False, indent=1))
    else:
        print_record(Console(), archive, record_id, record)
    return 0


def print_record(console: Console, archive: Archive, record_id: str, record: Record) -> None:
    """What the record is, why it waits if it does, its fields and its files."""
    kind = load_record_types().get(record.record_type or "")
    name = kind.name_vi if kind else "không rõ"
    edition = f", mẫu {record.edition}" if record.edition else ""
    console.print(
        f"[bold]{record_id}[/bold]  {name} ({record.type_confidence:.2f}){edition}", highlight=False
    )
    console.print(
        f"{record.source.name}, {len(record.pages)} trang, SHA-256 {record.source.sha256}", highlight=False
    )
    for reason in record.reasons:
        console.print(f"  • {reason}", style="yellow", highlight=False)
    table = Table("trường", "giá trị", "tin cậy", "trang", "căn cứ", box=None)
    labels = {field.name: field.labels[0] for field in kind.fields if field.labels} if kind else {}
    for field, value in record.fields.items():
        sure = "green" if value.confidence >= record.threshold else "yellow"
        table.add_row(
            f"{field}\n[dim]{labels.get(field, '')}[/dim]",
            value.value,
            f"[{sure}]{value.confidence:.2f}[/{sure}]",
            str(value.page),
            value.rule,
        )
    console.print(table)
    for signature in record.signatures:
        console.print(
            f"Chữ ký số: {signature.signer} {signature.agency} {signature.claimed_time}", highlight=False
        )
    intake = json.loads(archive.read(record_id, "intake.json"))
    if "part" in intake:
        held = f"; bản gốc nằm ở {intake['original_in']}" if "original_in" in intake else ""
        console.print(f"Phần {intake['part']}/{intake['part_count']} của tệp quét{held}", highlight=False)
    head = archive.head(record_id)
    console.print(f"Kho lưu trữ, phiên bản v{head.number}, {head.created:%d/%m/%Y %H:%M}:", highlight=False)
    for logical, stored in head.files.items():
        console.print(f"  {logical}  [dim]{stored.content_path}[/dim]", highlight=False)
