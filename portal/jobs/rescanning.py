"""Puts a new scan into a record that is in the archive: one page of it, or the whole paper.

The record gets a further version; the versions before it keep every byte, and the scan itself lies in
`rescan/` beside the original. What the new version's `intake.json` says of it (`rescans`) also tells a step
that is delivered twice that its work is done.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from archive import Archive, safe_name
from pipeline import digitise
from pipeline.batches import Part
from pipeline.batches.binding import BoundPage, bind
from pipeline.batches.renumbering import renumbered
from pipeline.limits import Limits
from pipeline.pdfa import write_searchable
from portal.corrections.changing import carried_over
from portal.corrections.evidence import FILE_NAME, parse_corrections
from portal.jobs.parting import held_parts
from portal.jobs.type_wishes import TypeWishes
from records import Page, Record, TextOrigin
from records.errors import MalformedRecord, ObjectMissing, SourceRefused
from records.record import dump_json
from records.title import title_of

SEARCHABLE = "searchable.pdf"
NO_PAGE_VI = "Bản quét lại không có trang giấy tờ nào (chỉ có trang trắng hoặc tờ phân cách). Hãy quét lại."
NO_PAGE_EN = "The new scan has no page of a paper. Scan it again."
ONE_PAGE_VI = (
    "Bản quét lại có {count} trang nhưng chỉ thay trang {page} của hồ sơ. "
    "Hãy quét riêng trang ấy, hoặc gửi lại và chọn “Cả hồ sơ”."
)
ONE_PAGE_EN = "The new scan has {count} pages, to replace page {page} alone. Send that page, or all of them."
GONE_VI = "Hồ sơ không còn trang {page} để thay. Hãy mở hồ sơ và chọn lại."
GONE_EN = "The record has no page {page} any more. Open the record and choose again."
UNREAD_VI = "Trang {number} của bản quét lại không đọc được: {why}"
UNREAD_EN = "Page {number} of the new scan could not be read."


@dataclass(frozen=True, slots=True, kw_only=True)
class RescanTask:
    """Put a read scan into a record, as a new version of it."""

    path: Path
    """The staged scan."""
    name: str
    sha256: str
    record_id: str
    page: int
    """The one page of the record to be replaced; 0 for all of them."""
    sent_by: str
    received_at: datetime
    readings: Path
    """A file with one page's reading a line, as the scan itself numbers them."""
    unread: Mapping[int, str]
    folder: Path
    """An empty folder for what is made on the way."""
    accepts_faults: bool
    threshold: float
    limits: Limits
    archive: Archive
    compact: bool = False
    types: TypeWishes = field(default_factory=TypeWishes)
    """What the office wants of single record types."""


def put_in(task: RescanTask) -> int:
    """Adds the version; its number, also where an earlier try had added it.

    Raises `SourceRefused` when the scan does not fit the record, which stays as it was.
    """
    head = task.archive.head(task.record_id)
    raw, words, intake = (
        json.loads(task.archive.read(task.record_id, name, version=head.number))
        for name in ("record.json", "words.json", "intake.json")
    )
    entries = _entries(intake)
    if any(entry.get("sha256") == task.sha256 and _is_page(entry, task.page) for entry in entries):
        return head.number
    old = Record.from_json(raw, words)
    fresh = _fresh_pages(task)
    pages = _with_page(task, old, fresh) if task.page else _all_pages(fresh)
    record = _record(task, old, pages, intake)
    if FILE_NAME in head.files:
        # What people said of the paper is not lost because it was scanned again.
        said = parse_corrections(task.archive.read(task.record_id, FILE_NAME, version=head.number))
        record = carried_over(record, old, said)
    entry = {
        "at": task.received_at.isoformat(timespec="seconds"),
        "by": task.sent_by,
        "page": str(task.page or ""),
        "name": task.name,
        "sha256": task.sha256,
        "replaced_version": f"v{head.number}",
        "file": f"rescan/{len(entries) + 1}/{safe_name(task.name)}",
    }
    record, pdf = _with_rendition(task, old, record, fresh, head.number)
    changes: dict[str, Path | bytes | None] = {
        "record.json": dump_json(record.to_json()),
        "words.json": dump_json(record.words_json()),
        "intake.json": dump_json({**intake, "rescans": [*entries, entry]}),
        SEARCHABLE: pdf,
        entry["file"]: task.path,
    }
    version = task.archive.revise(
        task.record_id,
        changes,
        message=f"Quét lại trang {task.page}" if task.page else "Quét lại cả hồ sơ",
        user=task.sent_by or "hoso",
        created=task.received_at,
        since=head,
    )
    return version.number


def _entries(intake: Mapping[str, Any]) -> list[dict[str, str]]:
    entries = intake.get("rescans", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise MalformedRecord("intake.json: rescans")
    return entries


def _is_page(entry: Mapping[str, str], page: int) -> bool:
    return entry.get("page", "") == str(page or "")


def _fresh_pages(task: RescanTask) -> list[Page]:
    """The scan's pages that belong to a paper, under their numbers in the scan."""
    with task.readings.open(encoding="utf-8") as lines:
        pages = [Page.from_json(json.loads(line)) for line in lines]
    if task.unread:
        # What stands in the archive is better than a page that nobody could read.
        number = min(task.unread)
        raise SourceRefused(
            "a page of a new scan could not be read",
            remedy_vi=UNREAD_VI.format(number=number, why=task.unread[number]),
            remedy_en=UNREAD_EN.format(number=number),
        )
    papers = [page for page in pages if not page.separator]
    if all(page.is_blank for page in papers):
        raise SourceRefused("no page with ink", remedy_vi=NO_PAGE_VI, remedy_en=NO_PAGE_EN)
    return sorted(papers, key=lambda page: page.number)


def _all_pages(fresh: Sequence[Page]) -> list[Page]:
    return [renumbered(page, number) for number, page in enumerate(fresh, start=1)]


def _the_one(task: RescanTask, fresh: Sequence[Page]) -> Page:
    """The scan's only page; the empty back that a duplex scanner adds does not count."""
    inked = [page for page in fresh if not page.is_blank]
    if len(inked) != 1:
        told = {"count": len(inked), "page": task.page}
        raise SourceRefused(
            "more than one page", remedy_vi=ONE_PAGE_VI.format(**told), remedy_en=ONE_PAGE_EN.format(**told)
        )
    return inked[0]


def _with_page(task: RescanTask, old: Record, fresh: Sequence[Page]) -> list[Page]:
    if not any(page.number == task.page for page in old.pages):
        told = {"page": task.page}
        raise SourceRefused(
            "no such page", remedy_vi=GONE_VI.format(**told), remedy_en=GONE_EN.format(**told)
        )
    new = renumbered(_the_one(task, fresh), task.page)
    return [new if page.number == task.page else page for page in old.pages]


def _record(task: RescanTask, old: Record, pages: Sequence[Page], intake: Mapping[str, Any]) -> Record:
    accepts = task.accepts_faults or "kept_as_is" in intake
    record = _assembled(task, old, pages, intake, accepts_faults=accepts)
    if task.page:
        # Doubts about how the file was parted or collated stay: one page does not settle them.
        before = _assembled(task, old, old.pages, intake, accepts_faults=False).reasons
        stay = [reason for reason in old.reasons if reason not in before]
        record = record.in_review(*stay) if stay else record
    return replace(record, source=old.source)


def _assembled(
    task: RescanTask, old: Record, pages: Sequence[Page], intake: Mapping[str, Any], *, accepts_faults: bool
) -> Record:
    unread = {
        page.number: page.warnings[0]
        for page in pages
        if page.origin is TextOrigin.NONE and not page.width and page.warnings
    }
    made = digitise.assemble(
        old.source.name,
        old.source.sha256,
        [page for page in pages if page.number not in unread],
        old.signatures,
        unread=unread,
        hint=_hint(task, intake),
        threshold=task.threshold,
        accepts_faults=accepts_faults,
        part=Part(tuple(page.number for page in pages)),
    )
    return task.types.applied(made)


def _hint(task: RescanTask, intake: Mapping[str, Any]) -> str | None:
    """What the folder said of the record's type, or the separator sheet before it."""
    number = intake.get("part")
    if isinstance(number, int):
        plan = held_parts(task.archive, str(intake.get("original_in") or task.record_id))
        if 1 <= number <= len(plan) and plan[number - 1].record_type:
            return plan[number - 1].record_type
    return str(intake.get("hint") or "") or None


def _with_rendition(
    task: RescanTask, old: Record, record: Record, fresh: Sequence[Page], version: int
) -> tuple[Record, Path | None]:
    """The record with what is to be told of its new rendition, and that; `None` where none was before."""
    scan, out = task.folder / "scan.pdf", task.folder / SEARCHABLE
    mine = [_the_one(task, fresh)] if task.page else list(fresh)
    written = write_searchable(
        task.path,
        mine,
        scan,
        title=title_of(record),
        created=task.received_at,
        limits=task.limits,
        compact=task.compact,
    )
    told = replace(record, warnings=tuple(dict.fromkeys((*record.warnings, *written.remarks))))
    if not task.page:
        bound = [BoundPage(scan, place, place + 1) for place in range(len(mine))]
        bind(bound, out, title=title_of(record), created=task.received_at, sha256=task.sha256)
        return told, out
    drawn = [page.number for page in old.pages if page.width]
    try:
        with task.archive.as_file(task.record_id, SEARCHABLE, version=version) as before:
            places = {number: (before, place) for place, number in enumerate(drawn)} | {task.page: (scan, 0)}
            bound = [
                BoundPage(*places[page.number], page.number) for page in old.pages if page.number in places
            ]
            bind(bound, out, title=title_of(record), created=task.received_at, sha256=old.source.sha256)
    except ObjectMissing:
        return told, None
    return told, out
