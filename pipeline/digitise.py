"""From the pages that were read to one record and its searchable PDF.

Reading a page is apart (`pipeline.reading`), since pages are read one by one, in any order and perhaps on
many machines. What is done here needs all of them at once and is cheap beside it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from classifiers.understanding import understand
from pipeline.batches import Part
from pipeline.batches.likeness import alike_pages
from pipeline.limits import Limits
from pipeline.pdfa import write_searchable
from records import Page, Record, SignatureSeen, Source, TextOrigin
from records.title import title_of
from signing.listing import judged_signatures


def unread_page(number: int, why: str) -> Page:
    """Stands for a page that could not be read, so that it is neither dropped nor taken for blank.

    `why` is Vietnamese and becomes the page's warning. Width and height are 0: nothing was measured.
    """
    return Page(number=number, dpi=0.0, width=0, height=0, origin=TextOrigin.NONE, warnings=(why,))


def assemble(
    name: str,
    sha256: str,
    pages: Sequence[Page],
    signatures: Sequence[SignatureSeen] = (),
    *,
    unread: Mapping[int, str] | None = None,
    hint: str | None = None,
    threshold: float = 0.9,
    accepts_faults: bool = False,
    part: Part | None = None,
) -> Record:
    """Says what the paper is and what it says, from its pages as read.

    `unread` maps the numbers of pages that could not be read to the reason, in Vietnamese; a record with
    such a page always waits for a person. `hint` is the sub-folder in which the file was dropped.
    Pages below the rule for scans make it wait too, unless `accepts_faults` says that they are to stay so.
    With `part` the record is of these pages alone, in the part's order; `pages` are those of the whole file.
    """
    unread = unread or {}
    whole = sorted([*pages, *(unread_page(number, why) for number, why in unread.items())], key=_number)
    every = whole if part is None else _in_part(whole, part)
    unread = {page.number: unread[page.number] for page in every if page.number in unread}
    hint = (part.record_type if part else "") or hint
    understanding = understand(
        [page for page in every if page.number not in unread], hint=hint, threshold=threshold
    )
    record = Record(
        source=Source(name=unicodedata.normalize("NFC", name), sha256=sha256, pages=len(whole)),
        record_type=understanding.record_type,
        type_confidence=understanding.type_confidence,
        needs_review=understanding.needs_review,
        threshold=threshold,
        reasons=tuple(understanding.reasons),
        edition=understanding.edition,
        fields=dict(understanding.fields),
        pages=tuple(every),
        signatures=tuple(signatures),
        warnings=(
            *understanding.warnings,
            *(warning for page in every for warning in page.warnings),
            *(f"Trang {page.number} giống trang {first.number}" for first, page in alike_pages(every)),
        ),
    )
    if unread:
        record = record.in_review(
            *(f"Trang {number} chưa đọc được: {why}" for number, why in sorted(unread.items()))
        )
    faults = scan_faults(every)
    if faults and not accepts_faults:
        record = record.in_review(*(f"Cần quét lại: {fault}" for fault in faults))
    if every and all(page.is_blank for page in every):
        record = record.in_review("Mọi trang đều trắng, có thể giấy đặt ngược mặt: xem lại bản giấy")
    return record.in_review(*part.doubts) if part and part.doubts else record


def _in_part(pages: Sequence[Page], part: Part) -> list[Page]:
    place = {number: place for place, number in enumerate(part.pages)}
    return sorted((page for page in pages if page.number in place), key=lambda page: place[page.number])


def scan_faults(pages: Sequence[Page]) -> tuple[str, ...]:
    """Why pages should be scanned again, page by page, in Vietnamese."""
    return tuple(fault.reason for page in pages for fault in page.faults)


def complete(
    path: Path,
    name: str,
    sha256: str,
    pages: Sequence[Page],
    out_pdf: Path,
    *,
    created: datetime,
    unread: Mapping[int, str] | None = None,
    hint: str | None = None,
    threshold: float = 0.9,
    accepts_faults: bool = False,
    part: Part | None = None,
    limits: Limits | None = None,
    compact: bool = False,
    trust_folder: Path | None = None,
) -> Record:
    """Makes the record of the file at `path`, or of one part of it, and its searchable PDF/A at `out_pdf`.

    `name` is the file's name as it was handed in, `created` the time that the PDF states. `compact`
    keeps scans in layers, far smaller; signatures are judged by the roots in `trust_folder`. Raises
    `SourceRefused` when the file cannot be opened; the source is only ever read.
    """
    limits = limits or Limits()
    record = assemble(
        name,
        sha256,
        pages,
        judged_signatures(path, trust_folder),
        unread=unread,
        hint=hint,
        threshold=threshold,
        accepts_faults=accepts_faults,
        part=part,
    )
    written = write_searchable(
        path,
        [page for page in record.pages if page.width],
        out_pdf,
        title=title_of(record),
        created=created,
        limits=limits,
        compact=compact,
        sha256=sha256,
    )
    return _with_warnings(record, written.remarks)


def _number(page: Page) -> int:
    return page.number


def _with_warnings(record: Record, remarks: Sequence[str]) -> Record:
    return replace(record, warnings=tuple(dict.fromkeys((*record.warnings, *remarks)))) if remarks else record
